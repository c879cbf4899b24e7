"""Every table of the application, imported once so that keys between subjects resolve."""

from app.accounts import models as accounts
from app.audit import models as audit
from app.booths import models as booths
from app.certificates import models as certificates
from app.channels import models as channels
from app.closing import models as closing
from app.compliance import models as compliance
from app.curation import models as curation
from app.directory import models as directory
from app.disputes import models as disputes
from app.figures import models as figures
from app.jobs import models as jobs
from app.makers import models as makers
from app.minimums import models as minimums
from app.months import models as months
from app.notices import models as notices
from app.person_merge import models as person_merge
from app.photos import models as photos
from app.sales import models as sales
from app.settings import models as settings
from app.settlement import models as settlement
from app.stock import models as stock
from app.tills import models as tills
from app.training import models as training
from app.turns import models as turns
from app.visits import models as visits

ALL = (
    accounts,
    audit,
    booths,
    certificates,
    channels,
    closing,
    compliance,
    curation,
    directory,
    disputes,
    figures,
    jobs,
    makers,
    minimums,
    months,
    notices,
    person_merge,
    photos,
    sales,
    settings,
    settlement,
    stock,
    turns,
    tills,
    training,
    visits,
)
