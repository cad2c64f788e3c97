/** What the service tells of itself (RFC 7643, sections 5 to 7): nothing in it is a secret, and nothing is configured. */
import type { Json, JsonObject } from '../json.ts'
import { type Attribute, GROUP, USER } from './schemas.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:'

/** What the service can do. */
export function serviceConfig(base: string, most: { operations: number; bytes: number; results: number }): JsonObject {
  return {
    schemas: [`${CORE}ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: most.operations, maxPayloadSize: most.bytes },
    filter: { supported: true, maxResults: most.results },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token that the plan gave for this directory.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

/** The kinds of resource. */
export function resourceTypes(base: string): JsonObject[] {
  return [USER, GROUP].map(({ name, urn, description, extension }) => ({
    schemas: [`${CORE}ResourceType`],
    id: name,
    name,
    description,
    endpoint: `/${name}s`,
    schema: urn,
    ...(extension ? { schemaExtensions: [{ schema: extension.urn, required: false }] } : {}),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  }))
}

/** The attributes of each. */
export function schemas(base: string): JsonObject[] {
  const named = [USER, GROUP, ...(USER.extension ? [USER.extension] : [])]
  return named.map(({ urn, name, description, attributes }) => ({
    schemas: [`${CORE}Schema`],
    id: urn,
    name,
    description,
    attributes: attributes.map(described),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${urn}` },
  }))
}

function described(one: Attribute): Json {
  return {
    name: one.name,
    type: one.type,
    multiValued: one.multiValued ?? false,
    description: one.description,
    required: one.required ?? false,
    mutability: one.mutability ?? 'readWrite',
    returned: one.name === 'id' ? 'always' : 'default',
    ...(one.type === 'string' || one.type === 'reference' ? { caseExact: one.caseExact ?? false } : {}),
    ...(one.type === 'reference' ? { referenceTypes: ['User', 'Group'] } : {}),
    uniqueness: one.uniqueness ?? 'none',
    ...(one.subAttributes ? { subAttributes: one.subAttributes.map(described) } : {}),
  }
}
