/** What a visitor of the page can do besides talking, as the sandbox around this Slack offers it. */
export interface Palette {
  /** How far this Slack's clock is ahead of the machine's, in milliseconds. */
  readonly movedOnMs: number
  /** The scenario that is on. */
  readonly scenario?: string
  readonly groups: readonly PaletteGroup[]
}

export interface PaletteGroup {
  readonly title: string
  /** Shown with the scenario that is on; otherwise above all of them. */
  readonly isOfScenario?: boolean
  readonly hint?: string
  readonly rows: readonly PaletteRow[]
}

export interface PaletteRow {
  readonly label: string
  /** Where it stands, in a word. */
  readonly state?: { readonly word: string; readonly tone: 'bad' | 'good' | 'quiet' }
  readonly controls: readonly PaletteControl[]
}

/** A button. Its name in the page is its label and the row's. */
export interface PaletteControl {
  readonly id: string
  readonly label: string
}

export const emptyPalette: Palette = { movedOnMs: 0, groups: [] }
