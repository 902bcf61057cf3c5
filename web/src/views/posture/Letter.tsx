// The letter to a provider, as it would be read on paper; copied and saved as the Markdown that it is.
import { useContext } from "preact/hooks";
import type { Letter as LetterText } from "../../model/posture";
import { Markdown } from "../../parts/Markdown";
import { fileName, TakeAway } from "../../parts/TakeAway";
import { Text } from "../../parts/Text";
import { OnPaper, Unfold } from "../../parts/Unfold";

export function Letter({ of }: { of: LetterText }) {
  const paper = useContext(OnPaper);
  // In the report the checks say the same; the letter is printed for itself.
  if (paper) return null;
  return (
    <section aria-label="Letter">
      <h2>
        The letter of <Text of={of.tenant} most={60} /> to <Text of={of.to} most={60} />
      </h2>
      <TakeAway
        what="letter"
        name={`${fileName("letter", of.tenant)}.md`}
        kind="text/markdown"
        text={() => of.markdown}
      />
      <Unfold title="Read it">
        {() => (
          <div class="letter panel">
            <Markdown of={of.markdown} />
          </div>
        )}
      </Unfold>
    </section>
  );
}
