import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Base64;

/**
 * Tags news in one JVM. Arguments: language, config.props.
 * A line in is `date TAB text in base64`, a line out `nanoseconds TAB TimeML in base64`.
 */
public class HeidelTime {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        Language language = Language.getLanguageFromString(arguments[0]);
        HeidelTimeStandalone tagger = new HeidelTimeStandalone(
            language, DocumentType.NEWS, OutputType.TIMEML, arguments[1], POSTagger.TREETAGGER);
        SimpleDateFormat day = new SimpleDateFormat("yyyy-MM-dd");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = lines.readLine()) != null; ) {
            String[] parts = line.split("\t");
            String text = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            long clock = System.nanoTime();
            String tagged = tagger.process(text, day.parse(parts[0]));
            long spent = System.nanoTime() - clock;
            out.println(spent + "\t" + Base64.getEncoder().encodeToString(tagged.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
