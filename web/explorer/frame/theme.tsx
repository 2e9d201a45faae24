import { effect, signal } from "@preact/signals";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const STORED = "theme";
const SIGNS: Record<Theme, string> = { auto: "◐", light: "○", dark: "●" };

const theme = signal<Theme>(THEMES.find((name) => name === stored()) ?? "auto");
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(prefersDark.matches);

prefersDark.addEventListener("change", ({ matches }) => {
  systemIsDark.value = matches;
});
effect(() => {
  const shown = theme.value === "auto" ? (systemIsDark.value ? "dark" : "light") : theme.value;
  document.documentElement.dataset["theme"] = shown;
});

/** Light, dark, or as the system has it. */
export function ThemeButton() {
  const name = `Colors: ${theme.value}`;
  return (
    <button
      type="button"
      class="quiet theme"
      aria-label={name}
      title={name}
      onClick={() => {
        theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
        store(theme.value);
      }}
    >
      <span aria-hidden="true">{SIGNS[theme.value]}</span>
    </button>
  );
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // A browser that stores nothing shows the theme of this visit.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
