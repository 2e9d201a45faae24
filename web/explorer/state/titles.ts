import { computed } from "@preact/signals";
import { start } from "./start.js";

/** Titles of enum values, for people: of each enum those of its values, in its order. */
export const titles = computed(() => start.value?.enumTitles ?? []);

const byValue = computed(
  () => new Map(titles.value.map((title) => [`${title.enum}.${title.value}`, title])),
);

/** The short title of a value, such as “Sheriff's office” of `AgencyType`, `SHERIFF`. */
export function titleOf(enumName: string, value: string): string {
  return byValue.value.get(`${enumName}.${value}`)?.title ?? inWords(value);
}

/** The sentence that describes a value. */
export function descriptionOf(enumName: string, value: string): string {
  return byValue.value.get(`${enumName}.${value}`)?.description ?? "";
}

/** The values of an enum, in its order. */
export function valuesOf(enumName: string) {
  return titles.value.filter((title) => title.enum === enumName);
}

/** A value that has no title, of a newer service: `FROM_50` is “from 50”. */
function inWords(value: string): string {
  return value.toLowerCase().replaceAll("_", " ");
}
