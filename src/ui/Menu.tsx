/**
 * @file Menus, worked by the arrow keys, Home, End, Escape and first letters, as those of the platform are: below a
 * button, or wherever they are put.
 */
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import styles from "./Menu.module.css";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Stands at the left, in a column of its own. */
  readonly icon?: ReactNode;
  /** Stands at the right, dim. */
  readonly aside?: string;
  /** A line below the label, dim. */
  readonly help?: string;
  readonly current?: boolean;
}

export interface MenuGroup {
  readonly id: string;
  readonly label?: string;
  readonly items: readonly MenuItem[];
}

interface MenuProps {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  /** What the button shows. */
  readonly children: ReactNode;
  readonly buttonClassName?: string;
  /** Under the button's right end instead of its left. */
  readonly alignRight?: boolean;
  readonly onOpen?: () => void;
}

export function Menu({ label, groups, children, buttonClassName, alignRight, onOpen }: MenuProps) {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);

  function show() {
    onOpen?.();
    setOpen(true);
  }

  return (
    <div ref={root} className={styles.root}>
      <button
        ref={button}
        type="button"
        className={buttonClassName}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => (open ? setOpen(false) : show())}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          show();
        }}
      >
        {children}
      </button>
      {open ? (
        <MenuList
          id={id}
          label={label}
          groups={groups}
          owner={root}
          className={alignRight ? `${styles.below} ${styles.right}` : styles.below}
          onClose={(how) => {
            setOpen(false);
            if (how === "back") button.current?.focus();
          }}
        />
      ) : null}
    </div>
  );
}

interface MenuListProps {
  readonly id?: string;
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  /** A press inside it leaves the menu open: the button that opened it closes it itself. */
  readonly owner?: RefObject<HTMLElement | null>;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
  /** "back": by a choice or Escape, so the focus should go back; "away": it has gone elsewhere. */
  readonly onClose: (how: "back" | "away") => void;
}

/** The menu itself, open as long as it is mounted. */
export function MenuList({ id, label, groups, owner, className, style, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const items = () => Array.from(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []);

  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (!(owner ?? list).current?.contains(event.target as Node)) onClose("away");
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, [owner, onClose]);

  function press(event: KeyboardEvent) {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const focus = (index: number) => {
      event.preventDefault();
      all[(index + all.length) % all.length]?.focus();
    };
    switch (event.key) {
      case "ArrowDown":
        return focus(at + 1);
      case "ArrowUp":
        return focus(at < 0 ? -1 : at - 1);
      case "Home":
        return focus(0);
      case "End":
        return focus(-1);
      case "Escape":
        event.preventDefault();
        return onClose("back");
      case "Tab":
        return onClose("away");
      default: {
        if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
        const letter = event.key.toLocaleLowerCase();
        const next = [...all.slice(at + 1), ...all].find((item) =>
          item.textContent?.trim().toLocaleLowerCase().startsWith(letter),
        );
        next?.focus();
      }
    }
  }

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className={className === undefined ? styles.menu : `${styles.menu} ${className}`}
      style={style}
      onKeyDown={press}
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a menu.
        <div key={group.id} role="group" aria-label={group.label} className={styles.group}>
          {group.label === undefined ? null : (
            <div className={styles.label} aria-hidden="true">
              {group.label}
            </div>
          )}
          {group.items.map((item) => (
            <Item key={item.id} item={item} onRun={() => onClose("back")} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Item({ item, onRun }: { readonly item: MenuItem; readonly onRun: () => void }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={item.danger ? `${styles.item} ${styles.danger}` : styles.item}
      aria-disabled={item.disabled}
      aria-current={item.current ? "true" : undefined}
      onPointerMove={(event) => event.currentTarget.focus()}
      onClick={() => {
        if (item.disabled) return;
        onRun();
        item.run();
      }}
    >
      {item.icon === undefined ? null : <span className={styles.icon}>{item.icon}</span>}
      <span className={styles.text}>
        {item.label}
        {item.help === undefined ? null : <span className={styles.help}>{item.help}</span>}
      </span>
      {item.aside === undefined ? null : <span className={styles.aside}>{item.aside}</span>}
    </button>
  );
}
