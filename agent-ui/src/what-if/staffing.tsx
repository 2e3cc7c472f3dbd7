import type { StaffingAnswer, StaffingRequest } from '@ringdesk/gateway/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Form, InputNumber } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartOption } from '../charts/chart.tsx'
import { Failed, Waiting } from '../frame/screens.tsx'
import { request } from '../gateway/request.ts'
import { count, duration } from '../messages/formats.ts'
import { percent } from './comparison-view.tsx'

/** As people type them: seconds and percent. */
interface Load {
  readonly callsPerHour: number
  readonly handle: number
  readonly target: number
  readonly serviceLevel: number
  readonly patience?: number | null
}

const usual: Load = { callsPerHour: 200, handle: 180, target: 20, serviceLevel: 80, patience: 120 }

/** How many agents a load needs: Erlang C, or Erlang A with a patience. */
export function Staffing() {
  const { t } = useTranslation()
  const [load, setLoad] = useState(usual)
  const body: StaffingRequest = {
    callsPerHour: load.callsPerHour,
    handleMs: load.handle * 1_000,
    targetMs: load.target * 1_000,
    serviceLevel: load.serviceLevel / 100,
    ...(load.patience ? { patienceMs: load.patience * 1_000 } : {}),
  }
  const { data, error, refetch } = useQuery({
    queryKey: ['staffing', body],
    queryFn: ({ signal }) => request<StaffingAnswer>('POST', '/api/staffing', { body, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <section className="what-if-card">
      <h2>{t('whatIf.staffing.title')}</h2>
      <p className="second">{t('whatIf.staffing.text')}</p>
      <Form
        layout="vertical"
        name="staffing"
        className="staffing-load"
        initialValues={usual}
        requiredMark={false}
        onValuesChange={(_, values: Load) => {
          const { patience: _patience, ...needed } = values
          if (Object.values(needed).every((value) => typeof value === 'number')) setLoad(values)
        }}
      >
        <Field name="callsPerHour" min={0} max={1_000_000} />
        <Field name="handle" min={1} max={86_400} />
        <Field name="target" min={0} max={3_600} />
        <Field name="serviceLevel" min={1} max={99} />
        <Field name="patience" min={1} max={86_400} />
      </Form>
      {data === undefined ? (
        error === null ? (
          <Waiting lines={6} />
        ) : (
          <Failed error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Answer answer={data} />
      )}
    </section>
  )
}

function Field({ name, min, max }: { name: keyof Load; min: number; max: number }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={t(`whatIf.staffing.${name}`)}>
      <InputNumber min={min} max={max} />
    </Form.Item>
  )
}

function Answer({ answer }: { answer: StaffingAnswer }) {
  const { t } = useTranslation()
  const { rows, needed, erlangs } = answer
  const option = useMemo(
    (): ChartOption => ({
      xAxis: { type: 'category', data: rows.map(({ agents }) => agents) },
      yAxis: { type: 'value', max: 100, axisLabel: { formatter: '{value} %' } },
      series: (['serviceLevel', 'occupancy'] as const).map((figure) => ({
        type: 'line',
        name: t(`whatIf.figures.${figure}`),
        data: rows.map((row) => Number((row[figure] * 100).toFixed(1))),
      })),
    }),
    [rows, t],
  )
  return (
    <>
      <p data-testid="staffing-needed">
        <strong>
          {needed === undefined
            ? t('whatIf.staffing.impossible')
            : t('whatIf.staffing.needed', { agents: count(needed), erlangs: erlangs.toFixed(1) })}
        </strong>
      </p>
      <div className="staffing-answer">
        <table className="grid-table">
          <thead>
            <tr>
              <th className="figure">{t('whatIf.staffing.agents')}</th>
              <th className="figure">{t('whatIf.figures.serviceLevel')}</th>
              <th className="figure">{t('whatIf.staffing.asa')}</th>
              <th className="figure">{t('whatIf.staffing.wait')}</th>
              <th className="figure">{t('whatIf.staffing.abandonment')}</th>
              <th className="figure">{t('whatIf.staffing.occupancy')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.agents} aria-current={row.agents === needed}>
                <td className="figure">{row.agents === needed ? <strong>{row.agents}</strong> : row.agents}</td>
                <td className="figure">{percent(row.serviceLevel)}</td>
                <td className="figure">
                  {row.asaMs === undefined ? t('whatIf.staffing.endless') : duration(row.asaMs)}
                </td>
                <td className="figure">{percent(row.waitProbability)}</td>
                <td className="figure">{percent(row.abandonment)}</td>
                <td className="figure">{percent(row.occupancy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Chart option={option} label={t('whatIf.staffing.chart')} height={260} />
      </div>
    </>
  )
}
