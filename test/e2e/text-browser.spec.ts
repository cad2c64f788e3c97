import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { codeFor, mailsTo, person } from './support/portal.ts'

test.skip(!process.env.LYNX, 'no lynx on the path')
