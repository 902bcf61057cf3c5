// The letter to a provider, as it would be read on paper; copied and saved as the Markdown that it is.
import { useContext } from "preact/hooks";
import type { Letter as LetterText } from "../../model/posture";
import { Markdown } from "../../parts/Markdown";
import { fileName, TakeAway } from "../../parts/TakeAway";
import { Text } from "../../parts/Text";
import { OnPaper, Unfold } from "../../parts/Unfold";

function Row({ of }: { of: LetterText }) {
  return (
    <div class="letter-row">
      <h3>
        <Text of={of.tenant} most={60} /> to <Text of={of.to} most={60} />
      </h3>
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
    </div>
  );
}

export function Letters({ all }: { all: LetterText[] }) {
  const paper = useContext(OnPaper);
  // In the report the checks say the same; a letter is printed for itself.
  if (paper || all.length === 0) return null;
  return (
    <section aria-labelledby="letters-title">
      <h2 id="letters-title">Letters to providers</h2>
      <p>To read, complete and send by a person; nothing is sent from here.</p>
      {all.map((letter) => (
        <Row key={letter.tenant} of={letter} />
      ))}
    </section>
  );
}
