import { Chart, type ChartProps } from '../parts/chart.tsx'

type Days = ChartProps['days']

/** Numbers of each chart by day, the oldest first, in the order of its series. */
export type ChartsProps = { signIns: Days; locks: Days; verifications: Days; volume: Days }

/** How much is going on in the portal: numbers alone, nobody is named. */
export function Charts({ signIns, locks, verifications, volume }: ChartsProps) {
  return (
    <div class="charts">
      <Chart
        id="sign-ins"
        title="Sign-ins and failures a day"
        thing={['sign-in or failure', 'sign-ins and failures']}
        series={[
          { name: 'Signed in', tone: 'main' },
          { name: 'Failed', tone: 'bad' },
        ]}
        days={signIns}
      />
      <Chart
        id="locks"
        title="Locks a day"
        thing={['lock', 'locks']}
        series={[
          { name: 'By wrong passwords', tone: 'bad' },
          { name: 'By wrong codes', tone: 'waiting' },
        ]}
        days={locks}
      />
      <Chart
        id="verifications"
        title="Verifications by the day they fell due"
        thing={['verification', 'verifications']}
        series={[
          { name: 'Complete in time', tone: 'good' },
          { name: 'Complete, late', tone: 'waiting' },
          { name: 'Open', tone: 'main' },
          { name: 'Suspended', tone: 'bad' },
        ]}
        days={verifications}
      />
      <Chart
        id="volume"
        title="Rows of the audit log a day"
        thing={['row', 'rows']}
        series={[{ name: 'Rows', tone: 'main' }]}
        days={volume}
      />
    </div>
  )
}
