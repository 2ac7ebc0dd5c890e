import org.seaborne.delta.client.LogLock;
import org.seaborne.delta.fuseki.cmd.DeltaFusekiServerCmd;

/**
 * Starts Fuseki with RDF Delta. The lock of a Fuseki server that died in a write is taken over after
 * two seconds instead of sixty: RDF Delta has these shorter times, but no option for them. The order
 * of the patches is safe either way, since each names the one before it.
 */
public class ClusterFuseki {
    public static void main(String... args) {
        LogLock.testMode();
        DeltaFusekiServerCmd.main(args);
    }
}
