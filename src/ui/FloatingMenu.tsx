/** @file A button with a menu that floats over what it stands in: for columns that scroll, which would cut off a menu of their own. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type MenuGroup, MenuList } from "./Menu.tsx";

interface FloatingMenuProps {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  /** What the button shows. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly buttonClassName: string;
}

/** Room that is kept from the window's edge. */
const edge = 8;
const menuWidth = 300;
const mostHeight = 560;

/** Beside the button, on the side with more room. */
function besides(button: DOMRect) {
  const below = window.innerHeight - button.bottom - 2 * edge;
  const above = button.top - 2 * edge;
  const left = Math.max(edge, Math.min(button.left, window.innerWidth - menuWidth - edge));
  const upwards = below < mostHeight && above > below;
  const side = upwards ? { bottom: window.innerHeight - button.top + 4 } : { top: button.bottom + 4 };
  return { position: "fixed", left, ...side, maxHeight: Math.min(mostHeight, upwards ? above : below) } as const;
}

/** Opens by a press or by the arrow down; closes as menus do, and goes along with what scrolls below it. */
export function FloatingMenu({ label, groups, children, className, buttonClassName }: FloatingMenuProps) {
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<ReturnType<typeof besides> | null>(null);
  const isOpen = place !== null;
  useEffect(() => {
    if (!isOpen) return;
    // What scrolls below it would leave it behind: it goes along.
    const follow = (event: Event) => {
      const from = button.current;
      if (from === null || (event.target instanceof Node && root.current?.contains(event.target))) return;
      setPlace(besides(from.getBoundingClientRect()));
    };
    document.addEventListener("scroll", follow, true);
    window.addEventListener("resize", follow);
    return () => {
      document.removeEventListener("scroll", follow, true);
      window.removeEventListener("resize", follow);
    };
  }, [isOpen]);
  const show = (from: HTMLElement) => setPlace(besides(from.getBoundingClientRect()));
  return (
    <div ref={root} className={className}>
      <button
        ref={button}
        type="button"
        className={buttonClassName}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={(event) => (place === null ? show(event.currentTarget) : setPlace(null))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || place !== null) return;
          event.preventDefault();
          show(event.currentTarget);
        }}
      >
        {children}
      </button>
      {place === null ? null : (
        <MenuList
          label={label}
          groups={groups}
          owner={root}
          style={place}
          onClose={(how) => {
            setPlace(null);
            if (how === "back") button.current?.focus();
          }}
        />
      )}
    </div>
  );
}
