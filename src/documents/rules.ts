/**
 * The texts' one small format: `## Heading`, paragraphs between blank lines, `- item`, and in the training
 * `? Question` with an answer a line, `- [ ] wrong` or `- [x] right`. There is nothing else: no markup, no links.
 */
import { addMonths, type Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import type { Block, Check, DocumentKind, Section } from './document.ts'

/** The parts of a text. Any text can be read; what is wrong with it is for `problems` to say. */
export function read(body: string): Block[] {
  const blocks: Block[] = []
  // What the next line may go on with; a blank line closes it.
  let goesOn = false
  for (const line of body.split(/\r?\n|\r/).map((one) => one.trim())) {
    const [, mark = '', words = ''] = /^(##|\?|- \[[ xX]\]|-)(?:\s+(.*))?$/.exec(line) ?? ['', '', line]
    const last = blocks.at(-1)
    const isAnswer = mark.startsWith('- [')
    if (line === '') goesOn = false
    else if (mark === '##') blocks.push({ is: 'heading', text: words })
    else if (mark === '?') blocks.push({ is: 'check', question: words, answers: [] })
    else if (isAnswer && last?.is === 'check') last.answers.push({ text: words, isRight: mark !== '- [ ]' })
    else if (mark !== '') {
      // An answer without a question stays an item with its box, so that `problems` can tell of it.
      const item = isAnswer ? line.slice(2) : words
      if (goesOn && last?.is === 'list') last.items.push(item)
      else blocks.push({ is: 'list', items: [item] })
    } else if (goesOn && last && last.is !== 'heading') addWords(last, words)
    else blocks.push({ is: 'paragraph', text: words })
    if (line !== '') goesOn = true
  }
  return blocks
}

/** A long line may be broken: the words go on where the line before ended. */
function addWords(block: Exclude<Block, { is: 'heading' }>, words: string): void {
  const answer = block.is === 'check' ? block.answers.at(-1) : undefined
  if (answer) answer.text += ` ${words}`
  else if (block.is === 'check') block.question += ` ${words}`
  else if (block.is === 'list') block.items.push(`${block.items.pop() ?? ''} ${words}`)
  else block.text += ` ${words}`
}

/** The sections of the training, one for each heading; what stands before the first is the preface, and none. */
export function sectionsOf(body: string): Section[] {
  const sections: Section[] = []
  for (const block of read(body)) {
    const section = sections.at(-1)
    if (block.is === 'heading') {
      sections.push({ number: sections.length + 1, heading: block.text, blocks: [], check: null })
    } else if (section && block.is === 'check' && !section.check) section.check = block
    else section?.blocks.push(block)
  }
  return sections
}

/** What stands before the first heading. */
export function prefaceOf(body: string): Block[] {
  const blocks = read(body)
  const first = blocks.findIndex(({ is }) => is === 'heading')
  return first === -1 ? blocks : blocks.slice(0, first)
}

/** II.J: fewer leave out what the policy wants known: purpose, minimum, restricted information, sign-in, copies, incidents. */
const TRAINING_SECTIONS = 6

/** What keeps a text from being published, as sentences for its editor; none: it may be. */
export function problems(kind: DocumentKind, body: string): string[] {
  const blocks = read(body)
  const wrong: string[] = []
  if (blocks.length === 0) return ['Write the text.']
  if (!blocks.some(({ is }) => is === 'heading')) {
    wrong.push('Begin each part with a heading: a line that starts with “## ”.')
  }
  if (blocks.some((block) => wordsOf(block).includes(''))) {
    wrong.push('A heading, an item, a question or an answer has no words after its mark.')
  }
  if (blocks.some((block) => block.is === 'list' && block.items.some((item) => /^\[[ xX]\]/.test(item)))) {
    wrong.push('An answer, “- [ ]” or “- [x]”, has no question above it: a line that starts with “? ”.')
  }
  return [...wrong, ...(kind === 'training' ? trainingProblems(body) : checksOutOfPlace(blocks))]
}

function trainingProblems(body: string): string[] {
  const sections = sectionsOf(body)
  const wrong = checksOutOfPlace(prefaceOf(body))
  if (sections.length < TRAINING_SECTIONS) {
    wrong.push(`The training has ${sections.length} of the ${TRAINING_SECTIONS} sections that it needs at least.`)
  }
  for (const { heading, check, blocks } of sections) {
    if (blocks.length === 0) wrong.push(`The section “${heading}” has nothing to read.`)
    if (!check) wrong.push(`The section “${heading}” has no check: a line that starts with “? ”.`)
    else wrong.push(...checkProblems(heading, check))
    if (blocks.some(({ is }) => is === 'check')) wrong.push(`The section “${heading}” has more than one check.`)
  }
  return wrong
}

function checkProblems(heading: string, { answers }: Check): string[] {
  const right = answers.filter(({ isRight }) => isRight).length
  const wrong: string[] = []
  if (answers.length <= 1) wrong.push(`The check of “${heading}” offers nothing to choose between.`)
  if (right !== 1) wrong.push(`The check of “${heading}” has ${right} right answers, “- [x]”; it has to have one.`)
  return wrong
}

function checksOutOfPlace(blocks: readonly Block[]): string[] {
  return blocks.some(({ is }) => is === 'check')
    ? ['A line that starts with “? ” is a check; those belong into the sections of the training.']
    : []
}

function wordsOf(block: Block): string[] {
  switch (block.is) {
    case 'list':
      return block.items
    case 'check':
      return [block.question, ...block.answers.map(({ text }) => text)]
    case 'heading':
    case 'paragraph':
      return [block.text]
    default:
      return block satisfies never
  }
}

/** II.I: the day the text's yearly review falls due, counted from its last review or publication. */
export function reviewDueOn(publishedOn: Day, reviewedOn: Day | null, policy: Policy): Day {
  const last = reviewedOn !== null && reviewedOn > publishedOn ? reviewedOn : publishedOn
  return addMonths(last, policy.AGREEMENT_REVIEWED_EVERY)
}
