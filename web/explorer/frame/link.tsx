import type { ComponentChildren } from "preact";
import { addressAfter, choose, type Choices } from "../state/index.js";

interface Properties {
  to: Partial<Choices>;
  children: ComponentChildren;
  class?: string;
  isCurrent?: boolean;
}

/** A link to another state of the page: a real address, followed without loading the page anew. */
export function Link({ to, children, isCurrent = false, ...rest }: Properties) {
  return (
    <a
      href={addressAfter(to)}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => {
        if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
          return;
        event.preventDefault();
        choose(to);
      }}
      {...rest}
    >
      {children}
    </a>
  );
}
