import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.rdf4j.common.exception.ValidationException;
import org.eclipse.rdf4j.common.transaction.IsolationLevels;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.vocabulary.RDF4J;
import org.eclipse.rdf4j.model.vocabulary.SHACL;
import org.eclipse.rdf4j.repository.RepositoryException;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.repository.sail.SailRepositoryConnection;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.sail.NotifyingSail;
import org.eclipse.rdf4j.sail.memory.MemoryStore;
import org.eclipse.rdf4j.sail.nativerdf.NativeStore;
import org.eclipse.rdf4j.sail.shacl.ShaclSail;

/**
 * Makes changes to a store that RDF4J's ShaclSail guards; see tests/bench/shaclsail_bench.py.
 *
 * <p>Arguments: a folder with data.nt, shapes.ttl and changes.txt; "memory" or "native"; seconds
 * after which no more changes are made; how often all is validated first; how changes are judged:
 * "Auto", or "Bulk" for all of the data each time. It writes NAME.txt: a line "validation NANOSECONDS RESULTS", then for each change "NANOSECONDS VERDICT
 * COMPONENTS". A change that passes is undone before the next.
 */
public class WithShaclSail {
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    String kind = arguments[1];
    int rounds = Integer.parseInt(arguments[3]);
    NotifyingSail base =
        kind.equals("memory")
            ? new MemoryStore()
            : new NativeStore(folder.resolve("native").toFile(), "spoc,posc,cspo");
    ShaclSail guarded = new ShaclSail(base);
    guarded.setGlobalLogValidationExecution(false);
    SailRepository repository = new SailRepository(guarded);
    repository.init();
    try (SailRepositoryConnection connection = repository.getConnection();
        PrintWriter output = new PrintWriter(folder.resolve(kind + ".txt").toFile(), "UTF-8")) {
      load(connection, folder);
      for (int round = 0; round < rounds; round++) {
        output.println("validation " + validate(connection));
      }
      var approach = ShaclSail.TransactionSettings.ValidationApproach.valueOf(arguments[4]);
      long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
      for (List<Model> change : read(folder.resolve("changes.txt"))) {
        if (System.nanoTime() > end) {
          break;
        }
        output.println(make(connection, change.get(0), change.get(1), approach));
      }
    } finally {
      repository.shutDown();
    }
  }

  private static void load(SailRepositoryConnection connection, Path folder) throws Exception {
    connection.begin(IsolationLevels.NONE, ShaclSail.TransactionSettings.ValidationApproach.Disabled);
    connection.add(folder.resolve("data.nt").toFile(), "", RDFFormat.NTRIPLES);
    connection.commit();
    connection.begin(IsolationLevels.NONE, ShaclSail.TransactionSettings.ValidationApproach.Disabled);
    connection.add(
        folder.resolve("shapes.ttl").toFile(), "", RDFFormat.TURTLE, RDF4J.SHACL_SHAPE_GRAPH);
    connection.commit();
  }

  /**
   * Validates all by a transaction in bulk that adds one triple that no shape asks for.
   *
   * <p>Not by ShaclSailConnection.revalidate(): in 5.0.3 that does not look at rdfs:subClassOf.
   */
  private static String validate(SailRepositoryConnection connection) {
    var note = connection.getValueFactory().createIRI("urn:example:note");
    int results = 0;
    long began = System.nanoTime();
    connection.begin(ShaclSail.TransactionSettings.ValidationApproach.Bulk);
    connection.add(note, note, note);
    try {
      connection.commit();
    } catch (RepositoryException refusal) {
      results = results(refusal).filter(null, SHACL.SOURCE_CONSTRAINT_COMPONENT, null).size();
    }
    long took = System.nanoTime() - began;
    if (connection.isActive()) {
      connection.rollback();
    }
    connection.begin(ShaclSail.TransactionSettings.ValidationApproach.Disabled);
    connection.remove(note, note, note);
    connection.commit();
    return took + " " + results;
  }

  /** Returns the report of a refusal; another failure goes on. */
  private static Model results(RepositoryException refusal) {
    if (refusal.getCause() instanceof ValidationException) {
      return ((ValidationException) refusal.getCause()).validationReportAsModel();
    }
    throw refusal;
  }

  private static String make(
      SailRepositoryConnection connection,
      Model removed,
      Model added,
      ShaclSail.TransactionSettings.ValidationApproach approach) {
    String verdict = "accepted";
    long began = System.nanoTime();
    try {
      connection.begin(approach);
      connection.remove(removed);
      connection.add(added);
      connection.commit();
    } catch (RepositoryException refusal) {
      verdict = "refused " + components(results(refusal));
    }
    long took = System.nanoTime() - began;
    if (connection.isActive()) {
      connection.rollback();
    }
    if (verdict.equals("accepted")) {
      connection.begin(ShaclSail.TransactionSettings.ValidationApproach.Disabled);
      connection.remove(added);
      connection.add(removed);
      connection.commit();
    }
    return took + " " + verdict;
  }

  private static String components(Model report) {
    TreeSet<String> found = new TreeSet<>();
    report
        .filter(null, SHACL.SOURCE_CONSTRAINT_COMPONENT, null)
        .forEach(s -> found.add(s.getObject().stringValue().replaceAll(".*#", "")));
    return String.join(",", found);
  }

  /** Reads changes: lines of N-Triples behind "- " or "+ ", and an empty line after each change. */
  private static List<List<Model>> read(Path file) throws Exception {
    List<List<Model>> changes = new ArrayList<>();
    StringBuilder removed = new StringBuilder();
    StringBuilder added = new StringBuilder();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          changes.add(List.of(parse(removed), parse(added)));
          removed.setLength(0);
          added.setLength(0);
        } else {
          (line.startsWith("-") ? removed : added).append(line.substring(2)).append('\n');
        }
      }
    }
    return changes;
  }

  private static Model parse(StringBuilder text) throws Exception {
    return Rio.parse(new StringReader(text.toString()), RDFFormat.NTRIPLES);
  }
}
