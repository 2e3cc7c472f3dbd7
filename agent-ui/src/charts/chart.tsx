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

/** @param label what it shows, for those who do not see it; @param height px, or of CSS */
export function Chart({ option, label, height }: { option: ChartOption; label: string; height: number | string }) {
  const element = useRef<HTMLDivElement>(null)
  const chart = useRef<echarts.ECharts>(null)
  const appearance = useAppearance((state) => state.appearance)
  // Once: figures that change every second must not make it flicker.
  useEffect(() => {
    if (element.current === null) return
    const made = echarts.init(element.current)
    chart.current = made
    const resized = new ResizeObserver(() => made.resize())
    resized.observe(element.current)
    return () => {
      chart.current = null
      resized.disconnect()
      made.dispose()
    }
  }, [])
  useEffect(() => {
    if (element.current === null) return
    const palette = appearance === 'dark' ? dark : light
    const own: EChartsOption = {
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
    }
    chart.current?.setOption(own, { notMerge: true })
  }, [option, appearance])
  return <div ref={element} role="img" aria-label={label} style={{ height }} />
}
