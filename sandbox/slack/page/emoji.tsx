import type { ReactNode } from 'react'
import { emojiCharacter } from './emoji-names.ts'

/** Signs an incident is told with, drawn so that they look the same on a machine without an emoji font. */
const drawn: Readonly<Record<string, { label: string; body: ReactNode }>> = {
  ...circles({
    red_circle: ['red', '#dd2e44'],
    large_orange_circle: ['orange', '#f4900c'],
    large_yellow_circle: ['yellow', '#fdcb58'],
    large_green_circle: ['green', '#78b159'],
    large_blue_circle: ['blue', '#55acee'],
    white_circle: ['white', '#e6e7e8'],
    black_circle: ['black', '#31373d'],
  }),
  white_check_mark: {
    label: 'done',
    body: (
      <>
        <rect x="1" y="1" width="18" height="18" rx="4" fill="#77b255" />
        <path d="M5 10.5 8.5 14 15 6" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      </>
    ),
  },
  x: {
    label: 'no',
    body: <path d="M4 4l12 12M16 4 4 16" stroke="#dd2e44" strokeWidth="3.6" strokeLinecap="round" />,
  },
  warning: {
    label: 'warning',
    body: (
      <>
        <path d="M10 1.5 19.2 18H.8z" fill="#ffcc4d" stroke="#ffcc4d" strokeLinejoin="round" />
        <path d="M10 7v5M10 14.8v.4" stroke="#231f20" strokeWidth="2.2" strokeLinecap="round" />
      </>
    ),
  },
  rotating_light: {
    label: 'alarm',
    body: (
      <>
        <rect x="3" y="15" width="14" height="3.6" rx="1.2" fill="#8899a6" />
        <path d="M5 15V9.5a5 5 0 0 1 10 0V15z" fill="#dd2e44" />
        <path d="M8 12V9.6A2 2 0 0 1 10 7.6" fill="none" stroke="#fff" strokeWidth="1.5" strokeLinecap="round" />
        <path d="M1 8l2 .8M3.5 3l1.6 1.6M10 .8v2M16.5 3l-1.6 1.6M19 8l-2 .8" stroke="#f4900c" strokeWidth="1.5" />
      </>
    ),
  },
  hourglass_flowing_sand: {
    label: 'waiting',
    body: (
      <>
        <path d="M4 1.5h12v2H4zM4 16.5h12v2H4z" fill="#f4900c" />
        <path d="M5.5 3.5h9c0 4-3 4.5-3 6.500s3 2.5 3 6.500h-9c0-4 3-4.5 3-6.500s-3-2.5-3-6.500z" fill="#ffe8b6" />
        <path d="M6.5 16.500c0-2 2-3 3.5-3s3.5 1 3.5 3z" fill="#ffac33" />
      </>
    ),
  },
  mag: {
    label: 'search',
    body: (
      <>
        <circle cx="8" cy="8" r="5.5" fill="#bbddf5" stroke="#66757f" strokeWidth="2" />
        <path d="M12.3 12.3 18 18" stroke="#66757f" strokeWidth="3" strokeLinecap="round" />
      </>
    ),
  },
  eyes: {
    label: 'eyes',
    body: (
      <>
        <ellipse cx="5.5" cy="10" rx="4.5" ry="7" fill="#f5f8fa" stroke="#8899a6" />
        <ellipse cx="14.5" cy="10" rx="4.5" ry="7" fill="#f5f8fa" stroke="#8899a6" />
        <circle cx="4" cy="11" r="2.2" fill="#292f33" />
        <circle cx="13" cy="11" r="2.2" fill="#292f33" />
      </>
    ),
  },
}

function circles(table: Readonly<Record<string, readonly [string, string]>>) {
  return Object.fromEntries(
    Object.entries(table).map(([name, [label, fill]]) => [
      name,
      { label, body: <circle cx="10" cy="10" r="9" fill={fill} /> },
    ]),
  )
}

/** A named emoji as a drawing, as its character, or as its name between colons. */
export function Emoji({ name }: { name: string }) {
  const emoji = Object.hasOwn(drawn, name) ? drawn[name] : undefined
  if (!emoji) return <span className="emoji-text">{emojiCharacter(name)}</span>
  return (
    <svg viewBox="0 0 20 20" className="emoji" role="img" aria-label={emoji.label}>
      {emoji.body}
    </svg>
  )
}
