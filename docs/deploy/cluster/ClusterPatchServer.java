import delta.server.DeltaServerCmd;
import java.util.HashMap;
import java.util.Map;
import org.apache.jena.atlas.json.JSON;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.seaborne.delta.Id;

/**
 * Starts a patch log server, and keeps its logs from standing still for good.
 *
 * <p>An append writes four nodes in ZooKeeper, one after the other: the patch, its header, the number
 * of its version, and the state of the log. Where it ends before the last, because the server is
 * killed or its connection is lost, the next append finds its number taken and fails, and so does
 * every later one. Here such an append is finished, if its patch is there, or its number is given
 * back. Both happen only if the state is still the one that was read. What a server that goes on
 * holds in memory is wrong then, so it ends, and is to be started again.
 */
public class ClusterPatchServer {
    private static final String LOGS = "/delta/logs";
    private static final int PERIOD = 1000, FOUND = 3;

    public static void main(String... args) throws Exception {
        String quorum = "";
        for (String arg : args)
            if (arg.startsWith("--zk="))
                quorum = arg.substring(5);
        String servers = quorum;
        try {
            mend(servers, new HashMap<>(), 1);
        } catch (Exception error) {
            System.err.println("The logs cannot be looked at yet: " + error);
        }
        Thread thread = new Thread(() -> watch(servers), "mend");
        thread.setDaemon(true);
        thread.start();
        DeltaServerCmd.main(args);
    }

    private static void watch(String servers) {
        Map<String, Integer> seen = new HashMap<>();
        while (true) {
            try {
                Thread.sleep(PERIOD);
                if (mend(servers, seen, FOUND)) {
                    System.err.println("A log stood still; this server starts anew.");
                    Runtime.getRuntime().halt(3);
                }
            } catch (Exception error) {
                seen.clear(); // it is not known whether it stood still all the while
            }
        }
    }

    /** Mend what was found so many times in the same state, and return whether there was such a log. */
    private static boolean mend(String servers, Map<String, Integer> seen, int enough) throws Exception {
        boolean mended = false;
        try (ZooKeeper zookeeper = new ZooKeeper(servers, 4000, event -> {})) {
            for (String name : children(zookeeper)) {
                String log = LOGS + "/" + name;
                Stat stat = new Stat();
                byte[] state = zookeeper.getData(log + "/state", false, stat);
                long version = JSON.parse(new String(state, "UTF-8")).getNumber("version").longValue();
                String next = log + "/versions/" + String.format("%08d", version + 1);
                byte[] id = data(zookeeper, next);
                String key = name + " " + stat.getVersion();
                if (id == null) {
                    seen.remove(key);
                } else if (seen.merge(key, 1, Integer::sum) >= enough) {
                    String patch = Id.fromBytes(id).asPlainString();
                    byte[] header = data(zookeeper, log + "/header/" + patch);
                    byte[] text = data(zookeeper, log + "/patches/" + patch);
                    boolean whole = header != null && text != null && text.length > 0;
                    System.err.println("Version " + (version + 1) + " of the log " + name
                        + (whole ? " is finished." : " is given back."));
                    if (whole)
                        zookeeper.setData(log + "/state", header, stat.getVersion());
                    else
                        zookeeper.delete(next, -1);
                    mended = true;
                }
            }
        }
        return mended;
    }

    private static Iterable<String> children(ZooKeeper zookeeper) throws Exception {
        try {
            return zookeeper.getChildren(LOGS, false);
        } catch (KeeperException.NoNodeException error) {
            return java.util.List.of();
        }
    }

    private static byte[] data(ZooKeeper zookeeper, String path) throws Exception {
        try {
            return zookeeper.getData(path, false, null);
        } catch (KeeperException.NoNodeException error) {
            return null;
        }
    }
}
