import type { Block } from '../../src/documents/document.ts'

/** A text as people read it. Every word is escaped: nobody who edits a text can bring markup into a page. */
export function Text(props: { blocks: readonly Block[] }) {
  return (
    <>
      {props.blocks.map((block) => (
        <Part block={block} />
      ))}
    </>
  )
}

function Part({ block }: { block: Block }) {
  switch (block.is) {
    case 'heading':
      return <h2>{block.text}</h2>
    case 'paragraph':
      return <p>{block.text}</p>
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      )
    case 'check':
      return (
        <div>
          <p>
            <strong>{block.question}</strong>
          </p>
          <ul>
            {block.answers.map((answer) => (
              <li>
                {answer.text}
                {answer.isRight && ' (the right answer)'}
              </li>
            ))}
          </ul>
        </div>
      )
    default:
      return block satisfies never
  }
}
