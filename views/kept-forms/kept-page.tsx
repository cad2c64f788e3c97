import { Buttons, PostButton } from '../parts/button.tsx'

/** A form that came too late, offered again to the one who typed it (III.E.2). Its fields go along as they were. */
export function KeptPage(props: { csrf: string; id: string; action: string; fields: Record<string, string> }) {
  const { csrf, id, action, fields } = props
  const typed = Object.values(fields).filter((value) => value !== '').length
  return (
    <>
      <p class="lead">
        What you typed came after your session had closed, or before you had confirmed that it is you. It was kept for
        you and nothing of it was carried out yet.
      </p>
      <p>
        {typed === 1 ? 'One field was' : `${typed} fields were`} filled in. If you aren’t sure any more what it was,
        discard it and fill the form in again.
      </p>
      <Buttons>
        <PostButton action={action} csrf={csrf} kind="primary" fields={{ ...fields, kept: id }}>
          Send it now
        </PostButton>
        <PostButton action={`/kept/${id}/removal`} csrf={csrf}>
          Discard it
        </PostButton>
      </Buttons>
    </>
  )
}
