import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.topbraid.shacl.validation.ValidationUtil;

/** Runs TopBraid SHACL over a list of cases; see tests/conformance/beside_peers.py. */
public class WithTopBraid {
  public static void main(String[] arguments) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(arguments[1]));
    for (int number = 0; number < lines.size(); number++) {
      String[] files = lines.get(number).split("\t");
      Path output = Path.of(arguments[2]);
      try {
        Model data = RDFDataMgr.loadModel(Path.of(files[0]).toUri().toString());
        Model shapes = RDFDataMgr.loadModel(Path.of(files[1]).toUri().toString());
        Resource report = ValidationUtil.validateModel(data, shapes, false);
        try (OutputStream stream = new FileOutputStream(output.resolve(number + ".nt").toFile())) {
          RDFDataMgr.write(stream, report.getModel(), RDFFormat.NTRIPLES);
        }
      } catch (Throwable failure) {
        Files.writeString(output.resolve(number + ".failed"), String.valueOf(failure));
      }
    }
  }
}
