/**
 * Characters that show nothing, or move what is shown: control characters, separators of lines, halves of characters,
 * those that Unicode lets a screen ignore (bidirectional controls, zero-width ones, variation selectors, tags, fillers),
 * and the marks of annotations. What has them reads otherwise than it is. Made when it is needed: collecting them out of
 * Unicode's tables takes longer than most of what a start does.
 */
const invisible = (): RegExp => /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** The text without them. */
export const withoutInvisible = (text: string): string => text.replace(invisible(), "")

/** The text with each of them written as its code, so that a person sees that it is there. */
export const withInvisibleShown = (text: string): string => text.replace(invisible(), named)

/** The first of them by its code, such as `U+202E`; null when there is none. New lines and tabs are no secret. */
export const firstInvisible = (text: string): string | null => {
  const [first] = text.replace(/[\n\r\t]/g, "").match(invisible()) ?? []
  return first === undefined ? null : `U+${hex(first)}`
}

const named = (character: string): string => `\\u{${hex(character)}}`

const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")
