import { Icon } from './icons.tsx'

const colours = ['#7b5ea7', '#2f7d6d', '#b0562e', '#33658a', '#9c3d5d', '#5b6b2f']

/** A square with the initials of a person, or the app's eye. */
export function Avatar({ name, isApp = false, size = 36 }: { name: string; isApp?: boolean; size?: number }) {
  const style = { width: size, height: size, fontSize: size * 0.42 }
  if (isApp) {
    return (
      <span className="avatar avatar-app" style={style} aria-hidden="true">
        <Icon name="eye" size={size * 0.66} />
      </span>
    )
  }
  const letters = name.split(/\s+/).map((word) => word.charAt(0))
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  return (
    <span className="avatar" style={{ ...style, background: colours[sum % colours.length] }} aria-hidden="true">
      {letters.slice(0, 2).join('').toUpperCase()}
    </span>
  )
}
