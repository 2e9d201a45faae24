import { useSignal, type Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";

/**
 * The width of an element in pixels, as it changes; of one that is not shown (width 0) the last one.
 *
 * Drawings are laid out in real pixels: a scaled one has text and markers too small for a phone.
 */
export function useWidth<Box extends HTMLElement>(
  initial: number,
): [RefObject<Box | null>, Signal<number>] {
  const box = useRef<Box | null>(null);
  const width = useSignal(initial);
  useLayoutEffect(() => {
    const measure = (now: number) => {
      if (now > 0) width.value = Math.floor(now);
    };
    const observer = new ResizeObserver(([entry]) => measure(entry!.contentRect.width));
    if (box.current) {
      measure(box.current.clientWidth);
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
