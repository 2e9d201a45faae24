"""Words that tell names of people from the words around them; all in small letters, without accents or dots."""

from __future__ import annotations

from typing import Final

# Only a person's name follows these, so one word of a name is enough.
BEFORE_A_NAME: Final = frozenset(
    "mr mrs ms mx miss dr sgt sergeant lt lieutenant capt cpl corporal det detective ofc dep maj col cmdr insp tpr "
    "trooper undersheriff prof professor rev reverend fr rabbi imam hon sen rep gov sra srta sargento sargenta teniente "
    "capitan cabo alguacil comisario subcomisario agente oficial dra doctora ssgt msgt pfc supt".split()
)
# Ranks that are words of organizations too: "Chief of Police", "Officer Wellness".
RANKS: Final = frozenset(
    "chief sheriff officer deputy captain commander constable marshal judge mayor superintendent commissioner patrolman "
    "patrolwoman jefe jefa comandante inspector inspectora senator governor chaplain ranger".split()
)
# They are followed by a person less often than not, so it takes a first name and a surname.
ROLES: Final = frozenset(
    "director directora coordinator coordinadora contact contacto attn attention poc major general justice agent manager "
    "supervisor administrator clinician counselor nurse therapist president chair secretary attorney dispatcher "
    "navigator specialist analyst colonel private investigator medic paramedic superintendente".split()
)
LABELS: Final = (
    r"\b(?:c/o|point of contact|contact (?:person|name)|(?:full |first |last )?name\s?:|(?:submitted|requested|prepared|"
    r"reported|signed|written|completed|approved) by|(?:speak|spoke|met|meet) with|ask for|regards,|sincerely,)"
)
"""Phrases that stand before the name of a person."""
CREDENTIALS: Final = frozenset(
    "phd psyd edd lcsw licsw lmsw lmhc lpc lpcc lmft msw rn aprn jd esq mph".split()
)
"""Stand behind a person's name and a comma; MD is not among them, for it is Maryland."""

PARTICLES: Final = frozenset(
    "de la las los del da das do dos di du le van der den ter ten von zu zur y e bin ibn ben bint al el st".split()
)
SUFFIXES: Final = frozenset("jr sr ii iii iv v".split())
PLACES: Final = frozenset(
    "san santa santo los las el la fort ft mount mt port lake new north south east west saint st ste baton des grand cape "
    "palm corpus".split()
)
"""Two words of which the first is one of these are rather a place."""

# Institutions bear people's names: "Judge David L. Bazelon Center".
INSTITUTIONS: Final = frozenset(
    "academy act award building boulevard blvd campus center centre centers clinic college courthouse drive fellowship "
    "foundation fund hospital house institute law library memorial avenue ave street st parkway highway park plaza "
    "scholarship school university way bridge initiative project".split()
)
FUNCTION: Final = frozenset(
    "a an and are as at be been but by can did do does for from had has have he her his how if in into is it its may no "
    "not of on or our out over per said she should so than that the their them then there these they this to under up "
    "was we were what when where which while who whose why will with within without would you your one two three".split()
)
NAMES_TOO: Final = frozenset({"will", "may", "an", "do", "so", "he", "her", "per", "him"})
"""Of these, those that are a name where a capital letter begins them."""

ORDINARY: Final = (
    INSTITUTIONS
    | (FUNCTION - NAMES_TOO)
    | frozenset(
        """
    access accountability accreditation action active addiction administration administrative adult advanced advisory
    advocate advocacy affairs agency agencies agreement aid alert alliance alternatives ambulance analysis annual appeals
    appointed approach arrest assault assertive assessment assigned assistance assistant assisted assistants associate
    association attended authority awareness background basic behavior behavioral benefits best board body booking borough
    brain branch brief bureau bus business calls camera camp candidate care career case cases caucus certification
    certified change charge child children children's childrens church circuit citizen citizens city civil civilian class
    clinical clinicians club co coalition code cognitive cold collaboration collaborative command commission committee
    communication communications community compact complaint complex compliance computer conduct conference connect
    connections continuing contract control cooperation coordinated coordinating coordination coordinators core corps
    correctional corrections council counseling counselling county course court courts covid creek crime crimes criminal
    crisis culture curriculum custody data day days death decision deescalation defense degrees delegate demand department
    departments depressive deputies desk detail detention development developmental digital directors disability disabilities
    disaster disorder dispatch dispatchers district districts diversion diversity division divisions document documentation
    domestic down drill driving drone drug drugs dual duties duty dwi dui early education elected electronic embedded
    emergency employee employment enforcement engagement equity escape essential ethics evaluation event evidence exam
    examiner excellence exchange executive exercise expert exposure expo external eye facility facilities fair families
    family fast federal field fields financial financing fire firearm firearms first fiscal fitness fleet flow folder follow
    food force forces forensic forum foster friendly full functional funding future gang general geriatric global
    governance government governors grants ground group groups guard guardian guidance guide guidelines gun handbook
    handling harm hazardous head health healthcare help helpline high highway hire hiring history home homeless homelessness
    homicide honor hotline hours housing hub human humane identification illness immigrant impact improvement in-service incident
    independent information injury inmate innovation inspection inspections integrated integrity intelligence intensive
    interaction interagency interim internal international internship interpreter intervention interview inventory
    investigation investigations investigative investigators involved involvement issues items jail job joint judges
    judicial jurisdiction justice juvenile k-9 k9 kids knowledge laboratory labor language lead leaders leadership leads
    league learning legal legislation legislative letter level liaison license licensed life line list local log loss
    maintenance management managers manual map mapping march maternal matters mediation medical medication medicine
    meeting members mental mentor mentoring metro metropolitan military minimum misconduct mission mobile model models
    monitor monitoring month morning motor municipal narcotics national native near neighborhood network night nonprofit nights
    notes notification number nurses nursing obligation of-the-year office officers official officials on-call on-duty
    online open operating operations operator opioid order orders ordinance organization orientation outreach overdose
    oversight pager paid panel parish parole partner partners partnership partnerships pathway pathways patient patrol
    patrols pay peace pediatric peer peers pension people people's performance permit personal personnel phone physical
    pilot placement plan planning planner plans police policia policing policy political population portal position positive
    posse post power practice practices precinct preparedness presentation pretrial prevention primary principal prison
    prisoner privacy probate probation problem procedural procedure procedures process professional professionals profile
    program programs prohibition project promotion promotional property prosecution prosecutor protection protective
    protocol protocols provider providers psychiatric psychological psychiatry public purchase quality question questions radio
    range rank readiness ready reception recognition records recovery recruit recruiting recruitment reduction reentry
    reference referral referrals reform region regional registered registration registry regulation rehabilitation relations
    relationship release relief report reporting reports request requests research reserve reserves residential resilience
    resource resources respite responded responder responders response responsibilities restraint results retention
    retired review rides right rights risk river rivers road roles roundtable rules rural safe safety salary sanitation
    satisfaction scene schedule school-based schools science screening search secondary secretaries section sections
    secure security selection self seminar senior sequential series serious service services session sergeants settlement
    sexual shelter sheriffs shift shooting shootings shortage sign simulation single sites skills social society software
    special specialized specialists specialty staff staffing standard standards standing state states statistics steering
    step stop strategic strategy street stress strategies structure student students study substance substation suicide
    summit summits supervision supervisors supervisory supplies support supreme survey survivors survivor sworn system
    systems tactical talk task tax teacher team teams technical technician technology teen telehealth telephone terrorism
    therapy threat time toolkit town township toy tracing track traffic trail trainee trainees trainer trainers training
    trainings transfer transit transition transport transportation trauma trauma-informed traumatic travel treatment triage
    tribal tribunal turnover unified uniform uniforms union unit united units universal upgrade urban use usage vacancy
    van vehicle veteran veterans veterans' vice victim victims video village violence violent virtual visit visitation visits
    vocational volunteer volunteers wages warden warrant warrants watch water weapon weapons webinar week welcome welfare
    well-being wellbeing wellness witness witnesses women women's work worker workers workforce workgroup working workload
    workplace workshop writing year years youth zone pd so cit cad ems swat leo le mh idd usa us u.s
    salud mental policia departamento condado oficina seguridad publica unidad equipo crisis programa centro ciudad
    january february september october november december monday tuesday wednesday thursday friday saturday sunday
    """.split()
    )
)
"""Words of organizations, programs and sentences that are hardly anybody's name."""
