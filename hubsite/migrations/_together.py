"""An operation that creates many models while Django renders its state once."""

from django.db.migrations.operations import CreateModel, SeparateDatabaseAndState


class CreateTogether(SeparateDatabaseAndState):
    """Create the models of `operations` as they are after the last of them.

    Django renders every model related to a new one after each `CreateModel`; all page
    types are related, so a first start would spend half its time there. Constraints and
    indexes that later operations add are part of the table from the start.
    """

    def __init__(self, operations):
        super().__init__(
            database_operations=[o for o in operations if isinstance(o, CreateModel)],
            state_operations=operations,
        )

    def deconstruct(self):
        return self.__class__.__name__, [self.state_operations], {}

    def state_forwards(self, app_label, state):
        rendered = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
        if rendered is not None:
            state.apps = rendered
            created = [(app_label, o.name_lower) for o in self.database_operations]
            state.reload_models(created)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.database_operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)
