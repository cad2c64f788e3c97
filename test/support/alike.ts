/** Two answers held against each other: everything a stranger could tell them apart by. */

/** Status, headers, cookies and body, with what changes at every request made equal. */
export async function seen(response: Response, ...own: string[]): Promise<unknown> {
  const plain = (text: string) =>
    own
      .reduce((all, word) => all.replaceAll(word, '<own>'), text)
      .replaceAll(/name="csrf" value="[^"]*"/g, 'name="csrf"')
      .replaceAll(/__Host-(\w+)=[^;]+/g, '__Host-$1=<value>')
      .replaceAll(/(content="|data-seconds-left=")\d+/g, '$1<seconds>')
  const headers = [...response.headers].map(([name, value]) => `${name}: ${plain(value)}`)
  return { status: response.status, headers: headers.toSorted(), body: plain(await response.text()) }
}
