import { Icon } from './icons.tsx'

/** The line that says nothing here is real, and the light switch. */
export function TopBar(props: { notice: string; theme: 'light' | 'dark'; onTheme: () => void }) {
  const next = props.theme === 'dark' ? 'light' : 'dark'
  return (
    <header className="top-bar">
      <p className="notice" role="note">
        <Icon name="flask" size={16} />
        {props.notice}
      </p>
      <button type="button" className="icon-button" aria-label={`Use the ${next} theme`} onClick={props.onTheme}>
        <Icon name={props.theme === 'dark' ? 'sun' : 'moon'} size={18} />
      </button>
    </header>
  )
}
