/** antd, themed once. Only routes that use antd import this, so that others stay free of it. */
import { App, ConfigProvider, type ThemeConfig, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from './appearance.ts'
import { dark, light, type Palette } from './palette.ts'

function themeOf(palette: Palette, isDark: boolean): ThemeConfig {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    token: {
      colorPrimary: palette.accentSolid,
      colorLink: palette.accent,
      colorSuccess: palette.readySolid,
      colorWarning: palette.busySolid,
      colorError: palette.dangerSolid,
      colorErrorText: palette.danger,
      colorBgBase: palette.surface,
      colorBgLayout: palette.page,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.surface,
      colorText: palette.text,
      colorTextBase: palette.text,
      colorTextSecondary: palette.textSecond,
      colorTextTertiary: palette.textSecond,
      colorTextPlaceholder: palette.textSecond,
      colorBorder: palette.outline,
      colorBorderSecondary: palette.line,
      colorSplit: palette.line,
      fontFamily: 'var(--font)',
      fontSize: 13,
      controlHeight: 32,
      borderRadius: 6,
      sizeUnit: 4,
      sizeStep: 4,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Button: {
        colorPrimary: palette.accentSolid,
        colorPrimaryHover: palette.accentSolid,
        colorPrimaryActive: palette.accent,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
      },
      Modal: { titleFontSize: 15 },
      Segmented: { trackBg: palette.restSoft, itemColor: palette.text, itemSelectedColor: palette.text },
    },
  }
}
const lightTheme = themeOf(light, false)
const darkTheme = themeOf(dark, true)

export function AntdFrame({ children }: { children: ReactNode }) {
  const appearance = useAppearance((state) => state.appearance)
  const { i18n } = useTranslation()
  return (
    <ConfigProvider
      theme={appearance === 'dark' ? darkTheme : lightTheme}
      locale={i18n.language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  )
}
