const paths = {
  hash: 'M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13M3 12.5h13',
  close: 'M5 5l10 10M15 5 5 15',
  thread: 'M4 4.5h12v9H9.5L6 16.5v-3H4z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  chevron: 'M6 8l4 4 4-4',
  send: 'M3.5 10 17 3.5 12.5 17l-3-5.5z',
  flask: 'M8 3h4M8.8 3v5L4.6 15.3A1.2 1.2 0 0 0 5.6 17h8.8a1.2 1.2 0 0 0 1-1.7L11.2 8V3M6.5 12.5h7',
  bolt: 'M11 2.5 4.5 11.5h5L9 17.5l6.5-9h-5z',
  moon: 'M16.5 12A7 7 0 1 1 8 3.5 5.5 5.5 0 0 0 16.5 12z',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 1.8v1.8M10 16.4v1.8M1.8 10h1.8M16.4 10h1.8M4.2 4.2l1.3 1.3M14.5 14.5l1.3 1.3M4.2 15.8l1.3-1.3M14.5 5.5l1.3-1.3',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  link: 'M8.5 11.5l3-3M9 6l1.8-1.8a3.2 3.2 0 0 1 4.6 4.6L13.5 10.6M11 14l-1.8 1.8a3.2 3.2 0 0 1-4.6-4.6L6.5 9.4',
  eye: 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10zM10 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  check: 'M4 10.5 8 14.5 16 5.5',
  file: 'M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5V6H15',
} as const

/** A line drawing that takes the colour of the text around it and says nothing to screen readers. */
export function Icon({ name, size = 20 }: { name: keyof typeof paths; size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" className="icon">
      <path d={paths[name]} />
    </svg>
  )
}
