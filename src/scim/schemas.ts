/** The attributes that a directory's word is kept of (RFC 7643). Nothing else it sends is: no password, role or entitlement. */

/** An attribute as RFC 7643, section 7 describes it; what is not said is its default there. */
export type Attribute = {
  name: string
  type: 'string' | 'boolean' | 'complex' | 'reference' | 'dateTime'
  description: string
  multiValued?: true
  required?: true
  caseExact?: true
  mutability?: 'readOnly' | 'immutable'
  uniqueness?: 'server'
  subAttributes?: readonly Attribute[]
}

/** A resource's attributes by schema; `ignored` are RFC 7643's own that are taken without a word, and not kept. */
export type Schema = {
  urn: string
  name: 'User' | 'Group'
  description: string
  attributes: readonly Attribute[]
  extension?: { urn: string; name: string; description: string; attributes: readonly Attribute[] }
  ignored: readonly string[]
}

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0:'

const text = (name: string, description: string, more: Partial<Attribute> = {}): Attribute => ({
  name,
  type: 'string',
  description,
  ...more,
})

/** Attributes of every resource, which the portal gives; `externalId` is the directory's own. */
const everywhere: readonly Attribute[] = [
  text('id', 'The portal’s id of the resource.', { caseExact: true, mutability: 'readOnly', uniqueness: 'server' }),
  text('externalId', 'The directory’s id of the resource.', { caseExact: true }),
  {
    name: 'meta',
    type: 'complex',
    description: 'What the portal keeps of the resource.',
    mutability: 'readOnly',
    subAttributes: [
      text('resourceType', 'User or Group.', { caseExact: true, mutability: 'readOnly' }),
      { name: 'created', type: 'dateTime', description: 'When it was made.', mutability: 'readOnly' },
      { name: 'lastModified', type: 'dateTime', description: 'When it was changed last.', mutability: 'readOnly' },
      text('location', 'Its address.', { caseExact: true, mutability: 'readOnly' }),
      text('version', 'Its version, as an entity tag.', { caseExact: true, mutability: 'readOnly' }),
    ],
  },
]

export const USER: Schema = {
  urn: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'Somebody the directory announces. It is no account and gives no access.',
  attributes: [
    ...everywhere,
    text('userName', 'The directory’s name for the person; it never changes here.', {
      required: true,
      mutability: 'immutable',
      uniqueness: 'server',
    }),
    {
      name: 'name',
      type: 'complex',
      description: 'The person’s name, as the directory has it.',
      subAttributes: [
        text('formatted', 'Whole.'),
        text('familyName', 'Last name.'),
        text('givenName', 'First name.'),
        text('middleName', 'Middle names.'),
        text('honorificPrefix', 'Before it.'),
        text('honorificSuffix', 'After it.'),
      ],
    },
    text('displayName', 'The name to show.'),
    text('title', 'The job title, for whoever decides on the request.'),
    text('userType', 'The kind of employment.'),
    text('preferredLanguage', 'The language preferred.'),
    text('locale', 'Where dates and numbers are from.'),
    text('timezone', 'The time zone.'),
    { name: 'active', type: 'boolean', description: 'False ends the person’s access here at once.' },
    {
      name: 'emails',
      type: 'complex',
      multiValued: true,
      description: 'E-mail addresses; the one that identifies an account never changes.',
      subAttributes: [
        text('value', 'The address.'),
        text('display', 'Words for it.'),
        text('type', 'work, home or other.'),
        { name: 'primary', type: 'boolean', description: 'Whether it is the first of them.' },
      ],
    },
    {
      name: 'groups',
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      description: 'The groups the person is a member of.',
      subAttributes: [
        text('value', 'The group’s id.', { caseExact: true, mutability: 'readOnly' }),
        text('display', 'The group’s name.', { mutability: 'readOnly' }),
        {
          name: '$ref',
          type: 'reference',
          description: 'The group’s address.',
          caseExact: true,
          mutability: 'readOnly',
        },
      ],
    },
  ],
  extension: {
    urn: ENTERPRISE,
    name: 'EnterpriseUser',
    description: 'Where the person works.',
    attributes: [
      text('employeeNumber', 'The employer’s number of the person.'),
      text('costCenter', 'Who pays.'),
      text('organization', 'The office’s name or NPI, where the provider serves several.'),
      text('division', 'A part of it.'),
      text('department', 'The office’s name or NPI, where the provider serves several.'),
    ],
  },
  ignored: [
    'nickName',
    'profileUrl',
    'password',
    'phoneNumbers',
    'ims',
    'photos',
    'addresses',
    'entitlements',
    'roles',
    'x509Certificates',
  ],
}

export const GROUP: Schema = {
  urn: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'People of the directory. To whoever decides on a request it suggests a role; it gives none.',
  attributes: [
    ...everywhere,
    text('displayName', 'The group’s name.', { required: true, uniqueness: 'server' }),
    {
      name: 'members',
      type: 'complex',
      multiValued: true,
      description: 'The people in it.',
      subAttributes: [
        text('value', 'A user’s id.', { caseExact: true, mutability: 'immutable' }),
        text('display', 'The user’s name.', { mutability: 'readOnly' }),
        text('type', 'User.', { mutability: 'immutable' }),
        {
          name: '$ref',
          type: 'reference',
          description: 'The user’s address.',
          caseExact: true,
          mutability: 'immutable',
        },
      ],
    },
  ],
  ignored: [],
}
