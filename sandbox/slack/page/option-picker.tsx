import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './icons.tsx'
import { Popover } from './popover.tsx'

export interface PickerOption {
  readonly value: string
  readonly label: string
  readonly detail?: string
  readonly group?: string
}

export interface PickerProps {
  readonly label: string
  readonly placeholder: string
  readonly options: readonly PickerOption[]
  readonly selected: readonly string[]
  readonly multiple: boolean
  readonly most?: number
  readonly onChange: (selected: string[]) => void
  /** Fetches options for what is typed; filters `options` when left out. */
  readonly load?: (typed: string) => Promise<PickerOption[]>
  readonly invalid?: boolean
  readonly describedBy?: string | undefined
}

const filterFrom = 7

/** A select in Slack's way: a button that opens a list one can type in. */
export function OptionPicker(props: PickerProps) {
  const [open, setOpen] = useState(false)
  const [loaded, setLoaded] = useState<readonly PickerOption[]>([])
  const button = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => setOpen(false), [])
  const { selected, multiple, onChange } = props
  const known = [...props.options, ...loaded]
  const labels = selected.map((value) => known.find((option) => option.value === value)?.label ?? value)
  const pick = (value: string) => {
    if (!multiple) {
      close()
      button.current?.focus()
      onChange([value])
      return
    }
    const without = selected.filter((one) => one !== value)
    if (without.length < selected.length) onChange(without)
    else if (selected.length < (props.most ?? Number.POSITIVE_INFINITY)) onChange([...selected, value])
  }
  return (
    <span className="picker">
      <button
        ref={button}
        type="button"
        className="picker-button"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-label={`${props.label}: ${labels.join(', ') || props.placeholder}`}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        onClick={() => setOpen(!open)}
      >
        <span className={labels.length > 0 ? 'picked' : 'placeholder'}>{labels.join(', ') || props.placeholder}</span>
        <Icon name="chevron" size={16} />
      </button>
      {open && (
        <Popover anchor={button} onClose={close}>
          <Options {...props} onPick={pick} onLoaded={setLoaded} />
        </Popover>
      )}
    </span>
  )
}

function Options(
  props: PickerProps & { onPick: (value: string) => void; onLoaded: (options: PickerOption[]) => void },
) {
  const { options, selected, load, onLoaded, onPick } = props
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<readonly PickerOption[]>(load ? [] : options)
  const [active, setActive] = useState(0)
  const [loading, setLoading] = useState(load !== undefined)
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const canType = load !== undefined || options.length >= filterFrom
  useEffect(() => {
    if (!load) {
      setFound(options.filter((option) => option.label.toLowerCase().includes(typed.toLowerCase())))
      return
    }
    let current = true
    setLoading(true)
    void load(typed)
      .catch((): PickerOption[] => [])
      .then((answer) => {
        if (!current) return
        setFound(answer)
        onLoaded(answer)
        setLoading(false)
      })
    return () => {
      current = false
    }
  }, [typed, options, load, onLoaded])
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true })
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const last = found.length - 1
    const next: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: last }
    const wanted = next[event.key]
    if (wanted !== undefined) {
      event.preventDefault()
      setActive(Math.max(0, Math.min(last, wanted)))
    }
    const chosen = found[active]
    if ((event.key === 'Enter' || (event.key === ' ' && !canType)) && chosen) {
      event.preventDefault()
      onPick(chosen.value)
    }
  }
  const activeId = found[active] ? `${id}-${active}` : undefined
  const list = (
    <div
      role="listbox"
      id={id}
      aria-label={props.label}
      aria-multiselectable={props.multiple}
      tabIndex={canType ? -1 : 0}
      data-focus={canType ? undefined : ''}
      aria-activedescendant={canType ? undefined : activeId}
      onKeyDown={canType ? undefined : onKeyDown}
      className="listbox"
    >
      {found.map((option, index) => (
        <OptionRow
          key={option.value}
          id={`${id}-${index}`}
          option={option}
          heading={option.group !== found[index - 1]?.group ? option.group : undefined}
          isActive={index === active}
          isSelected={selected.includes(option.value)}
          onPick={onPick}
        />
      ))}
      {found.length === 0 && <p className="listbox-empty">{loading ? 'Loading…' : 'No results'}</p>}
    </div>
  )
  return (
    <div ref={box} className="options">
      {canType && (
        <input
          data-focus=""
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={activeId}
          aria-label={`Search ${props.label}`}
          placeholder="Search"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
      )}
      {list}
    </div>
  )
}

function OptionRow(props: {
  id: string
  option: PickerOption
  heading: string | undefined
  isActive: boolean
  isSelected: boolean
  onPick: (value: string) => void
}) {
  const { option, isActive, isSelected } = props
  return (
    <>
      {props.heading && <p className="listbox-group">{props.heading}</p>}
      <button
        type="button"
        id={props.id}
        role="option"
        tabIndex={-1}
        aria-selected={isSelected}
        className={isActive ? 'active' : undefined}
        onClick={() => props.onPick(option.value)}
      >
        <span>{option.label}</span>
        {option.detail && <small>{option.detail}</small>}
        {isSelected && <Icon name="check" size={16} />}
      </button>
    </>
  )
}
