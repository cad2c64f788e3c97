import type { Attachment } from '../../../src/referrals/attachments/attachment.ts'
import { Button, ButtonLink, Buttons, PostButton } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { Table } from '../../parts/table.tsx'
import { type DraftFrame, DraftPage } from './frame.tsx'

type FilesProps = DraftFrame & { files: readonly Attachment[]; most: number }

/** Files that go with the referral. */
export function FilesStep(props: FilesProps) {
  const { csrf, id, errors, files, most } = props
  return (
    <DraftPage {...props}>
      <p>
        PDF, JPEG and PNG files of at most 10 MB each, {most} at most. A file is kept once it is added; if your session
        closes while you send one, choose it again.
      </p>
      {files.length > 0 && (
        <Table
          caption="Files of this referral"
          rows={files}
          columns={[
            {
              head: 'File',
              long: true,
              cell: (file) => <a href={`/referrals/drafts/${id}/files/${file.id}`}>{file.name}</a>,
            },
            { head: 'Size', short: true, numeric: true, cell: (file) => size(file.bytes) },
            {
              head: 'Remove',
              cell: (file) => (
                <PostButton action={`/referrals/drafts/${id}/files/${file.id}/removal`} csrf={csrf} kind="plain">
                  Remove<span class="usa-sr-only"> {file.name}</span>
                </PostButton>
              ),
            },
          ]}
        />
      )}
      {files.length < most && (
        <Form action={`/referrals/drafts/${id}/files`} csrf={csrf} files>
          <Field
            name="scan"
            label="Add a file"
            type="file"
            accept="application/pdf,image/png,image/jpeg"
            error={errors.scan}
            optional="told"
          />
          <Buttons>
            <Button kind="outline">Add it</Button>
          </Buttons>
        </Form>
      )}
      <Buttons>
        <ButtonLink href={`/referrals/drafts/${id}/review`}>Continue</ButtonLink>
      </Buttons>
    </DraftPage>
  )
}

/** A size in bytes as people read it. */
export function size(bytes: number): string {
  return bytes < 100_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
