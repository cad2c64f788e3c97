/** Authenticator apps: they show a six-digit code every 30 seconds (TOTP, RFC 6238). */
import type { Id } from '../../ids.ts'

/** An app as its owner sees it. Instants in ms UTC. */
export type OwnApp = { id: string; name: string; addedAt: number; usedAt: number | null }

/** A secret (base64url of 160 bits) that was shown to somebody who adds an app, and the id the app will have. */
export type Offer = { id: Id<'authenticator-app'>; secret: string; until: number }

/** What an offer is sealed for; its holder is the session's id. */
export const APP_OFFER = 'new authenticator app'
