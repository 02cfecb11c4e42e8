import { useEffect, useState } from 'react'

const key = 'theme'
const systemDark = () => matchMedia('(prefers-color-scheme: dark)')

/** Light or dark: as chosen here before, else as the system says and changes its mind. */
export function useTheme(): { theme: 'light' | 'dark'; toggle: () => void } {
  const [chosen, setChosen] = useState(() => localStorage.getItem(key))
  const [dark, setDark] = useState(() => systemDark().matches)
  useEffect(() => {
    const query = systemDark()
    const follow = () => setDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  const theme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light'
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark'
    localStorage.setItem(key, next)
    setChosen(next)
  }
  return { theme, toggle }
}
