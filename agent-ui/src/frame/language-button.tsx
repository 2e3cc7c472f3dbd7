import { useTranslation } from 'react-i18next'
import { otherLanguage, speak } from '../messages/language.ts'

export function LanguageButton() {
  const { t, i18n } = useTranslation()
  return (
    <button
      type="button"
      className="rail-button"
      lang={otherLanguage(i18n.language)}
      title={t('common.languageLabel')}
      onClick={() => void speak(otherLanguage(i18n.language))}
      data-testid="language"
    >
      {i18n.language === 'en' ? '中文' : 'EN'}
    </button>
  )
}
