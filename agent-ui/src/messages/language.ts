/** Which language the browser speaks: Chinese until the person chooses otherwise. Only the chosen catalogue is loaded. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Catalogue } from './zh-CN.ts'

export type Language = 'zh-CN' | 'en'
const key = 'ringdesk.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Catalogue }
    returnNull: false
  }
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return
  const catalogue = language === 'en' ? (await import('./en.ts')).en : (await import('./zh-CN.ts')).zhCN
  i18next.addResourceBundle(language, 'translation', catalogue)
}

/** Call once, before the first render. */
export async function startLanguage(): Promise<void> {
  const language: Language = localStorage.getItem(key) === 'en' ? 'en' : 'zh-CN'
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  await speak(language)
}

export async function speak(language: Language): Promise<void> {
  await load(language)
  await i18next.changeLanguage(language)
  localStorage.setItem(key, language)
  document.documentElement.lang = language
}

export const otherLanguage = (language: string): Language => (language === 'en' ? 'zh-CN' : 'en')
