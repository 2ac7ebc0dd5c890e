#!/bin/sh
# Build RDF Delta with ZooKeeper from its sources; what is built already stays.
#
#   build.sh SOURCES JARS LAUNCHERS
#
# SOURCES is a clone of https://github.com/afs/rdf-delta, made where it is missing. The commit is the
# last one with ZooKeeper. Without Java, Maven or the sources it says so, and ends well.
set -e
sources=$1 jars=$2 launchers=$3
commit=129335f5c14d7cc00d145d2cfe6af68da795258d
[ -e "$jars/launcher.jar" ] && exit 0
for tool in java javac mvn git; do
  command -v $tool >/dev/null || { echo "No cluster here: there is no $tool."; exit 0; }
done
[ -e "$sources/pom.xml" ] || git clone --quiet https://github.com/afs/rdf-delta "$sources" ||
  { echo "No cluster here: the sources of RDF Delta cannot be had."; exit 0; }
git -C "$sources" checkout --quiet $commit
mvn -q -B -f "$sources/pom.xml" -Djava.version=17 -DskipTests -Dmaven.javadoc.skip=true \
  -Dmaven.source.skip=true -pl rdf-delta-server,rdf-delta-fuseki-server -am package
mkdir -p "$jars"
cp "$sources"/rdf-delta-server/target/rdf-delta-server-1.1.3-SNAPSHOT.jar "$jars/delta-server.jar"
cp "$sources"/rdf-delta-fuseki-server/target/rdf-delta-fuseki-server-1.1.3-SNAPSHOT.jar "$jars/delta-fuseki.jar"
javac -cp "$jars/delta-server.jar:$jars/delta-fuseki.jar" -d "$jars/launcher" "$launchers"/*.java
jar --create --file "$jars/launcher.jar" -C "$jars/launcher" .

# What a node has loaded after some seconds is kept, so that starts take half as long.
port=$((20000 + $$ % 20000))
keep() {
  name=$1
  shift
  timeout -s TERM 20 java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -XX:ArchiveClassesAtExit="$jars/$name.jsa" "$@" >/dev/null 2>&1 || true
}
keep server -cp "$jars/delta-server.jar:$jars/launcher.jar" delta.server.DeltaServerCmd --mem --port=$port
keep fuseki -cp "$jars/delta-fuseki.jar:$jars/launcher.jar" ClusterFuseki --localhost --port=$port --mem /rg
