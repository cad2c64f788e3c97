export function tell(id: string): void {
  console.log(id)
}
