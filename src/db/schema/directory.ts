import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const place = sqliteTable('place', {
  id: integer().primaryKey(),
  sourceId: text('source_id').notNull(),
  organizationSourceId: text('organization_source_id'),
  street: text(),
  city: text(),
  state: text(),
  zip: text(),
  telephone: text(),
  latitude: real(),
  longitude: real(),
})

export const directorySite = sqliteTable(
  'directory_site',
  { recordId: integer('record_id').notNull(), placeSourceId: text('place_source_id').notNull() },
  (t) => [primaryKey({ columns: [t.recordId, t.placeSourceId] })],
)

export const directoryWork = sqliteTable('directory_work', { recordId: integer('record_id').primaryKey() })

export const directoryEntry = sqliteTable('directory_entry', {
  id: integer().primaryKey(),
  publicId: text('public_id').notNull(),
  sourceKey: text('source_key').notNull(),
  sourceType: text('source_type', { enum: ['PractitionerRole', 'Organization'] }).notNull(),
  sourceId: text('source_id').notNull(),
  providerSourceId: text('provider_source_id'),
  organizationSourceId: text('organization_source_id'),
  name: text().notNull(),
  nameKey: text('name_key').notNull(),
  organization: text(),
  npi: text(),
  specialtyCode: text('specialty_code'),
  specialty: text(),
  specialtyKey: text('specialty_key'),
  placeSourceId: text('place_source_id'),
  zip: text(),
  latitude: real(),
  longitude: real(),
})

export const serviceCode = sqliteTable(
  'service_code',
  {
    system: text({ enum: ['icd-10-cm', 'hcpcs', 'cpt'] }).notNull(),
    code: text().notNull(),
    words: text(),
    file: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.system, t.code] })],
)

export const serviceCodeWord = sqliteTable(
  'service_code_word',
  { system: text().notNull(), word: text().notNull(), code: text().notNull() },
  (t) => [primaryKey({ columns: [t.system, t.word, t.code] })],
)
