"""All pages of the service, put together."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI

from rolegraph import __version__, resources
from rolegraph.access.authenticate import Authenticator
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.findings import PresentFindings
from rolegraph.analysis.gaps import Gaps
from rolegraph.analysis.questions import Questions
from rolegraph.analysis.scores import Scores
from rolegraph.api.operations.late_routes import place
from rolegraph.api.questions.kept_rows import KeptRows
from rolegraph.catalogue import Catalogue
from rolegraph.documents.keeping.open_questions import OpenQuestions
from rolegraph.documents.uploads.imports import DocumentImports
from rolegraph.documents.uploads.known import KnownFiles
from rolegraph.documents.uploads.removing import DocumentRemovals
from rolegraph.documents.uploads.together import DocumentsTogether
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.history.commit import Committer
from rolegraph.history.past import Past
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.permitted import OpenProposals
from rolegraph.history.reports.commit_words import CommitWords
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.inference.current import Inference
from rolegraph.inference.stated_at import StatedPlaces
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.settings import Settings
from rolegraph.sparql.library import QueryLibrary
from rolegraph.sparql.policy import QueryBounds
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.web.documents import document_versions, read
from rolegraph.web.documents.bring import BringPages
from rolegraph.web.documents.remove import RemovePages
from rolegraph.web.documents.together import TogetherPages
from rolegraph.web.forms import page as forms
from rolegraph.web.forms.plain import PlainForms
from rolegraph.web.forms.posting import PostedForms
from rolegraph.web.frame import assets
from rolegraph.web.frame.pages import Pages
from rolegraph.web.lists.many import ManyPages
from rolegraph.web.pages import (
    atlas,
    changes,
    checks,
    coverage,
    explore,
    health,
    raci,
    score,
    search,
    special,
    things,
)
from rolegraph.web.pages.origins import Origins
from rolegraph.web.pages.score import Runs
from rolegraph.web.pages.sign_in import SignIn
from rolegraph.web.proposals import page as proposal_pages
from rolegraph.web.proposals.revising import Revisions
from rolegraph.web.query import page as query
from rolegraph.web.reference import discovery, docs, vocabulary_page, why
from rolegraph.web.reference.dataset import Dataset
from rolegraph.web.reference.rules_shown import RulesShown
from rolegraph.web.reports import page as report_pages
from rolegraph.web.reports.page import ReportPages
from rolegraph.web.reports.recent import RecentChanges


@dataclass(frozen=True)
class SiteFacts:
    """What the service finds out about the things it shows."""

    analyses: Analyses
    questions: Questions
    findings: PresentFindings
    touched: Touched
    words: CommitWords
    scores: Scores
    gaps: Gaps
    runs: Runs
    rows: KeptRows
    inference: Inference | None
    places: StatedPlaces
    proposals: Proposals
    imports: DocumentImports
    removals: DocumentRemovals
    rules: RulesShown


def install(
    app: FastAPI,
    catalogue: Catalogue,
    library: QueryLibrary,
    known: SiteFacts,
    store: EmbeddedStore,
    versions: Versions,
    past: Past,
    committer: Committer,
    workers: QueryWorkers,
    sandbox: Sandbox,
    authenticator: Authenticator,
    settings: Settings,
    bounds: QueryBounds,
    leader: str | None = None,
) -> tuple[SignIn, Pages]:
    """Give an application its pages; call it after all other routes are in place.

    Args:
        app: the application.
        catalogue: the things.
        library: the named queries.
        known: what is found out about them.
        store: where the quads are.
        versions: the history of the store.
        past: gives the catalogue as it was.
        committer: makes the commits of plain forms.
        workers: run what users write.
        sandbox: where documents are read that somebody sends.
        authenticator: knows who may read.
        settings: of the service.
        bounds: how large the text of a query may be.
        leader: where things are edited, of a read replica.

    Returns:
        What answers people who may not read, and what renders all pages.
    """
    static, files = assets.Assets(), settings.catalogue or resources.root()
    pages = Pages(
        store,
        static,
        __version__,
        catalogue.about,
        leader,
        catalogue.types,
        settings.public_url,
        infers=known.inference is not None,
        spoken=catalogue.label_languages,
        committed=versions.time_of,
    )
    app.state.nothing = pages.problem
    dataset = Dataset(catalogue, versions, open_reading=settings.open_reading)
    origins = Origins(catalogue, files)
    questions = OpenQuestions(CatalogueFolder(files), store)
    place(app, assets.router(static))
    place(
        app,
        atlas.router(
            pages,
            catalogue,
            known.analyses,
            known.scores,
            known.gaps,
            dataset,
            questions,
            fallback=settings.catalogue is None,
        ),
    )
    place(
        app,
        coverage.router(
            pages, catalogue, known.analyses, known.questions, known.gaps, known.scores
        ),
    )
    place(app, raci.router(pages, catalogue, known.analyses))
    place(app, score.router(pages, catalogue, known.scores, known.gaps, known.runs))
    proposed = OpenProposals(store)
    reports = ReportPages(
        pages,
        library,
        versions,
        past,
        RecentChanges(versions, known.touched, known.words),
        proposed,
        known.runs,
        files,
    )
    present = reports.now(
        catalogue, known.analyses, known.gaps, known.scores, known.findings, questions
    )
    place(app, report_pages.router(pages, reports, present))
    place(app, query.router(pages, catalogue, library, workers, bounds, known.rows))
    place(app, changes.router(pages, catalogue, store, versions, known.touched, known.words))
    place(app, proposal_pages.router(pages, catalogue, known.proposals, authenticator, past))
    place(app, things.earlier(pages, versions, past, files, special.extras, known.touched))
    place(app, document_versions.router(pages, catalogue, origins))
    place(app, search.router(pages, catalogue))
    files_here = KnownFiles(store, versions, known.touched)
    posted = PostedForms(catalogue, committer, known.proposals, authenticator)
    limit = settings.update_length
    several = TogetherPages(
        pages, DocumentsTogether(known.imports), known.proposals, posted, sandbox, limit
    )
    place(app, read.router(pages, files_here, questions, several, sandbox, settings))
    place(app, several.router())
    place(app, explore.router(pages, catalogue))
    place(app, checks.router(pages, catalogue, origins, known.findings))
    place(
        app,
        forms.router(pages, catalogue, known.touched, Revisions(catalogue, past, known.proposals)),
    )
    place(app, PlainForms(pages, catalogue, posted).router())
    bringing = BringPages(pages, known.imports, known.proposals, posted, sandbox, limit)
    place(app, bringing.router())
    place(
        app,
        RemovePages(pages, files_here, known.removals, known.proposals, posted, sandbox).router(),
    )
    many = ManyPages(pages, catalogue, posted)
    place(app, many.router())
    place(app, vocabulary_page.router(pages, known.rules))
    place(app, discovery.router(pages, catalogue, dataset, known.rules.ontology))
    place(app, health.router(pages, store, workers, known.findings.work))
    place(app, why.router(pages, catalogue, known.inference, known.places))
    place(app, docs.router(pages, app))
    secure = (settings.public_url or "").startswith("https:")
    sign_in = SignIn(pages, authenticator, secure=secure)
    place(app, sign_in.router())
    # Takes any path of one or two segments, so it stands last.
    shown = things.ThingPages(
        pages,
        catalogue,
        files,
        special.extras,
        known.touched,
        scores=known.scores,
        proposed=proposed,
        analyses=known.analyses,
    )
    place(app, things.router(pages, shown))
    return sign_in, pages
