import { FileSource, fileHasDocuments } from "./file";
import { ServedSource } from "./served";
import type { Source } from "./source";

/** A page that holds documents reads them; one that holds none was served, and asks. */
export function pickSource(): Source {
  return fileHasDocuments() ? new FileSource() : new ServedSource();
}
