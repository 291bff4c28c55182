"""What Aides-territoires' words mean on a digital-inclusion hub, until an editor says else.

Its categories and audiences as it labels them, the codes of the hub's own terms; no code
at all where the hub has nothing of the kind. A word that is not here, and is not the name
of anything, waits for an editor.
"""

DEFAULTS = {
    "theme": {
        "Inclusion numérique": ("basics",),
        "Accès aux services": ("rights",),
        "Éducation et renforcement des compétences": ("training",),
        "Formation professionnelle": ("training",),
        "Technologies numériques et numérisation": ("equipment",),
        "Tiers-lieux": ("equipment",),
    },
    "audience": {
        "Communes": ("collectivite",),
        "Intercommunalités / Pays": ("collectivite",),
        "Départements": ("collectivite",),
        "Régions": ("collectivite",),
        "Collectivités d'outre-mer à statuts particuliers": ("collectivite",),
        "Associations": ("association",),
        "Entreprises privées": ("company",),
        "Entreprises publiques locales (Sem, Spl, SemOp)": ("company",),
        "Particuliers": (),
        "Agriculteurs": (),
        "Recherche": (),
    },
    "territory": {"Europe": ("iso:EU",), "Union européenne": ("iso:EU",)},
}
