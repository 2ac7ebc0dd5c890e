#!/bin/sh
# Start one node: zookeeper NUMBER HOST1 HOST2 HOST3, patch-server CONNECTION, or fuseki FIRST SECOND.
# ZooKeeper keeps each patch in one node; of a larger one than this it closes the connection.
largest=-Djute.maxbuffer=33554432
case $1 in
zookeeper)
  echo "$2" >/data/myid
  cat >/tmp/zoo.cfg <<CFG
dataDir=/data
clientPort=2181
tickTime=500
initLimit=10
syncLimit=4
maxSessionTimeout=4000
admin.enableServer=false
4lw.commands.whitelist=srvr
autopurge.snapRetainCount=3
autopurge.purgeInterval=1
server.1=$3:2888:3888
server.2=$4:2888:3888
server.3=$5:2888:3888
CFG
  exec java $largest -cp /delta/delta-server.jar \
    org.apache.zookeeper.server.quorum.QuorumPeerMain /tmp/zoo.cfg
  ;;
patch-server)
  exec java $largest -cp /delta/delta-server.jar:/delta ClusterPatchServer --port=1066 --zk="$2"
  ;;
fuseki)
  # A server that was killed may lack a patch that it holds for applied, so it begins empty and reads
  # the log again; see the runbook.
  rm -rf /zone/* && mkdir -p /zone
  sed "s#\"http://patch-1:1066/\" \"http://patch-2:1066/\"#\"$2\" \"$3\"#" /delta/fuseki.ttl >/tmp/fuseki.ttl
  exec java -cp /delta/delta-fuseki.jar:/delta ClusterFuseki --port=3030 --conf=/tmp/fuseki.ttl
  ;;
esac
