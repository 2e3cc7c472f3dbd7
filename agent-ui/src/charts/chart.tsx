/** A chart in the product's colours. Whoever shows one has a table of the same figures beside it: this is for the eye. */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { EChartsOption } from 'echarts/types/dist/shared'
import { useEffect, useRef } from 'react'
import { useAppearance } from '../theme/appearance.ts'
import { dark, light } from '../theme/palette.ts'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

export type ChartOption = EChartsOption

/** @param label what it shows, for those who do not see it; @param height px */
export function Chart({ option, label, height }: { option: ChartOption; label: string; height: number }) {
  const element = useRef<HTMLDivElement>(null)
  const appearance = useAppearance((state) => state.appearance)
  useEffect(() => {
    if (element.current === null) return
    const palette = appearance === 'dark' ? dark : light
    const chart = echarts.init(element.current)
    chart.setOption({
      animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      color: [palette.accentSolid, palette.readySolid, palette.busySolid, palette.textSecond],
      textStyle: { color: palette.text, fontFamily: getComputedStyle(element.current).fontFamily },
      grid: { left: 8, right: 8, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: palette.text } },
      tooltip: {
        trigger: 'axis',
        backgroundColor: palette.surface,
        borderColor: palette.line,
        textStyle: { color: palette.text },
      },
      ...option,
    })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(element.current)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [option, appearance])
  return <div ref={element} role="img" aria-label={label} style={{ height }} />
}
