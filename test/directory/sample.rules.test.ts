import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import { batch } from '../../src/db/client.ts'
import type { DirectoryCriteria } from '../../src/directory/entry.ts'
import { lookupOf } from '../../src/directory/rules.ts'
import { foundEntries } from '../../src/directory/store.ts'
import { personKey } from '../../src/feed/mapping/directory.ts'
import { storePart } from '../../src/feed/store-part.ts'
import { feedFiles, partsOf } from '../../tools/feed-files.ts'
import { asD1 } from '../../tools/local-state.ts'

describe('section 12: a name as it is looked for', () => {
  it.each([
    ['Dr. Maya Álvarez, MD', 'alvarezmaya'],
    ['Ben van der Berg', 'bergbenvander'],
    ['MADONNA', 'madonna'],
    ['Drew Young', 'youngdrew'],
    ['', ''],
  ])('%s', (name, key) => {
    expect(personKey(name)).toBe(key)
  })

  it('a search is looked up by the name both ways round, words of the specialty, five digits', () => {
    const look = (name: string, specialty = '', zip = '') => lookupOf({ name, specialty, zip })
    expect(look('Okafor, Ben').names).toEqual(['okaforben', 'benokafor'])
    expect(look('  O’Neil ').names).toEqual(['oneil'])
    expect(look(' - ', ' heart & Lung ', ' 96190-1234')).toEqual({ names: [], words: ['heart', 'lung'], zip: '96190' })
    expect(look('', 'a b c d e f g', '961').words).toHaveLength(5)
    expect(look('', '', '961').zip).toBe('')
  })
})

const sample = '../shared/data/fhir/davinci-plannet-directory'
const session = { guard: 'g', id: 'ses_1', secretHash: 'h' }

/** The product's own code on a database in memory, in which one office's person is signed in. */
function portal(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  for (const name of readdirSync('migrations').toSorted()) database.exec(readFileSync(`migrations/${name}`, 'utf8'))
  database.exec(`PRAGMA foreign_keys = OFF;
    INSERT INTO office (id, public_id, source_id, name) VALUES (1, 'off_1', 'o', 'Office');
    INSERT INTO membership (id, public_id, account_id, office_id, created_at) VALUES (1, 'mbs_1', 1, 1, 0);
    INSERT INTO session (id, public_id, account_id, membership_id, secret_hash, opened_at, ends_at, device)
      VALUES (1, 'ses_1', 1, 1, 'h', 0, 9e15, 'x');`)
  return database
}

describe.skipIf(!existsSync(sample))(
  'section 12: the published sample directory (skipped without ../shared/data)',
  () => {
    let database: DatabaseSync
    let db: D1Database
    const entries = () =>
      database.prepare('SELECT source_key, name, name_key, specialty, latitude FROM directory_entry ORDER BY 1').all()
    const load = async (importId: string, files: ReturnType<typeof feedFiles>) => {
      for (const file of files) {
        for await (const { part, firstLine, body } of partsOf(file, () => {})) {
          const bucket = { put: () => Promise.resolve() } as unknown as R2Bucket
          const stored = await storePart(
            db,
            bucket,
            { importId, file: file.name, part, firstLine },
            body,
            new Date(0),
            'America/Los_Angeles',
          )
          if (!stored.ok) throw new Error(stored.refusal)
        }
      }
    }
    beforeAll(async () => {
      database = portal()
      db = asD1(database)
      await load('imp-whole', feedFiles(sample))
    })

    const find = async (criteria: Partial<DirectoryCriteria>) =>
      (await batch(db, [foundEntries(session, { name: '', specialty: '', zip: '', ...criteria })])).rows[0]

    it('has an entry for each role and each place of an organization, named by what stands beside the reference', () => {
      const count = (type: string) => entries().filter(({ source_key: key }) => String(key).startsWith(type)).length
      expect(count('PractitionerRole/')).toBe(2000)
      // Networks and payers are nobody to be referred to.
      const listed = new Set(entries().map(({ source_key: key }) => String(key).split('/').slice(0, 2).join('/')))
      expect([...listed].filter((key) => key.startsWith('Organization/'))).toHaveLength(164)
      expect(entries().filter(({ name, name_key: key }) => !name || !key)).toEqual([])
    })

    it('is the same the other way round', async () => {
      const first = entries()
      database = portal()
      db = asD1(database)
      await load('imp-back', feedFiles(sample).toReversed())
      expect(entries()).toEqual(first)
    })

    it('finds the nearest of a specialty: those that a walk through the whole directory finds', async () => {
      const found = await find({ specialty: 'ophthal', zip: '06040' })
      const [middle] = database
        .prepare("SELECT avg(latitude) AS la, avg(longitude) AS lo FROM place WHERE zip = '06040'")
        .all() as { la: number; lo: number }[]
      const all = database
        .prepare("SELECT latitude AS la, longitude AS lo FROM directory_entry WHERE specialty_key LIKE '%ophthal%'")
        .all() as { la: number; lo: number }[]
      const rad = (degrees: number) => (degrees * Math.PI) / 180
      const miles = (to: { la: number; lo: number }) =>
        3958.8 *
        Math.acos(
          Math.min(
            1,
            Math.sin(rad(middle!.la)) * Math.sin(rad(to.la)) +
              Math.cos(rad(middle!.la)) * Math.cos(rad(to.la)) * Math.cos(rad(to.lo - middle!.lo)),
          ),
        )
      const nearest = all
        .map(miles)
        .toSorted((one, other) => one - other)
        .slice(0, 21)
      expect(found).toHaveLength(21)
      // No ring is wider.
      const inReach = nearest.filter((far) => far < 200)
      expect(inReach.length).toBeGreaterThan(5)
      for (const [nth, far] of inReach.entries()) expect(found[nth]!.miles).toBeCloseTo(far, 0)
    })
  },
)
