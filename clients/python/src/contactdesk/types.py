# Generated from the method table by `swift run contactdesk-describe`;
# edit the methods, not this file.
"""The types of params and results, by the names that protocol/methods.md gives them.

They are plain dicts with the member names of the wire. A member that a class does not require is
absent where there is nothing to say: ask with `get` or `in`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Optional, TypedDict, Union

__all__ = [
    "Agent",
    "AgentAuthor",
    "AgentDefineResult",
    "AgentListResult",
    "AgentUpdateResult",
    "Attachment",
    "AttachmentInput",
    "Attribute",
    "AttributeDefinition",
    "AttributeEditResult",
    "AttributeFormat",
    "AttributeKind",
    "AttributeSource",
    "Caller",
    "Card",
    "CardGetManyResult",
    "Channel",
    "ChannelDefineResult",
    "ChannelHistory",
    "ChannelListResult",
    "ChannelRemoveResult",
    "ChannelUpdateResult",
    "Client",
    "ClientInput",
    "Condition",
    "ConditionInput",
    "ConditionInputOperator",
    "ConditionOperator",
    "Connector",
    "ConnectorKind",
    "ContactAddIdentityResult",
    "ContactAuthor",
    "ContactCreateResult",
    "ContactId",
    "ContactListResult",
    "ContactRemoveIdentityResult",
    "ContactSearchResult",
    "ContactSearchSort",
    "ContactSummary",
    "ContactUpdateResult",
    "Conversation",
    "ConversationAssignResult",
    "ConversationId",
    "ConversationListResult",
    "ConversationListSort",
    "ConversationOpenResult",
    "ConversationRow",
    "ConversationSetStatusResult",
    "ConversationStatus",
    "Counts",
    "Created",
    "CrmConfigureKind",
    "CrmConfigureResult",
    "CrmConfirmResult",
    "CrmListResult",
    "CrmListState",
    "CrmLookupResult",
    "CrmRejectResult",
    "CrmResolveResult",
    "CrmStatusResult",
    "Customer",
    "DeskAuthor",
    "Direction",
    "EventEntry",
    "EventEntryEvent",
    "EventEntryFields",
    "FoundContact",
    "Group",
    "GroupDefineMatch",
    "GroupDefineResult",
    "GroupListResult",
    "GroupMatch",
    "GroupMembersResult",
    "GroupRef",
    "GroupRemoveResult",
    "GroupUpdateMatch",
    "GroupUpdateResult",
    "HistoryReadKinds",
    "HistoryReadOrder",
    "HistoryReadResult",
    "HistoryReadScope",
    "Identity",
    "IdentityInput",
    "LastMessage",
    "Limits",
    "Linked",
    "Lookup",
    "LookupDifference",
    "LookupFailure",
    "LookupId",
    "LookupRequest",
    "LookupState",
    "MessageEntry",
    "MessageId",
    "MessageRecordResult",
    "Network",
    "NetworkName",
    "Note",
    "NoteAddResult",
    "NoteEditResult",
    "NoteEntry",
    "NoteId",
    "NoteListResult",
    "NoteRemoveResult",
    "QueueEntry",
    "QueueListResult",
    "QueueNextResult",
    "RoleName",
    "SchemaDefineResult",
    "SchemaListResult",
    "SchemaRemoveResult",
    "SchemaReorderResult",
    "SchemaUpdateResult",
    "SearchConditions",
    "SearchConditionsMatch",
    "SearchMatch",
    "SearchMatchField",
    "Sender",
    "Server",
    "Settings",
    "Store",
    "StoreKind",
    "StoreSnapshotResult",
    "StoreStatus",
    "StoreStatusKind",
    "StoreStatusSync",
    "SuspendedGroupRef",
    "SystemHelloResult",
    "SystemInfoResult",
    "SystemPingResult",
    "SystemSetClockResult",
    "SystemShutdownResult",
    "Team",
    "TeamDefineResult",
    "TeamListResult",
    "TeamRemoveResult",
    "TeamUpdateResult",
    "Time",
    "TooCommon",
    "Validation",
    "ValidationStatus",
    "Vip",
    "VipDemoteResult",
    "VipPromoteResult",
    "Warning",
]

AttributeFormat = Literal[
    "text",
    "number",
    "date",
    "boolean",
    "email",
    "phone",
    "url",
    "language",
    "choice",
    "choices",
]
"""What the values of an attribute look like."""

AttributeKind = Literal[
    "default",
    "channel",
    "custom",
]
"""Where an attribute comes from."""

AttributeSource = Literal[
    "channel",
    "agent",
    "crm",
]
"""Where the value came from; the CRM's goes before an agent's, and that before a channel's."""

ConditionInputOperator = Literal[
    "is",
    "isNot",
    "anyOf",
    "contains",
    "gt",
    "gte",
    "lt",
    "lte",
    "empty",
    "notEmpty",
]
"""How it is compared."""

ConditionOperator = Literal[
    "is",
    "isNot",
    "anyOf",
    "contains",
    "gt",
    "gte",
    "lt",
    "lte",
    "empty",
    "notEmpty",
]
"""How it is compared."""

ConnectorKind = Literal[
    "client",
    "file",
    "command",
]
"""How it is asked. `client`: an integration finds in `crm.list` what is asked, and answers with
`crm.resolve`; `file`: the process looks into a file; `command`: the process asks a subprocess.
"""

ContactId = str
"""The id of a contact: sequential, never reused."""

ContactSearchSort = Literal[
    "id",
    "name",
    "updatedAt",
]
"""In which order; `id` where left out."""

ConversationId = str
"""The id of a conversation: sequential, never reused."""

ConversationListSort = Literal[
    "opened",
    "lastMessage",
]
"""In which order; `opened` where left out."""

ConversationStatus = Literal[
    "new",
    "pending",
    "resolved",
]
"""Where a conversation stands."""

CrmConfigureKind = Literal[
    "client",
    "file",
    "command",
]
"""How it is asked; needed with a name."""

CrmListState = Literal[
    "asked",
    "noMatch",
    "failed",
    "proposed",
    "confirmed",
    "rejected",
    "replaced",
]
"""Only those that stand so."""

Direction = Literal[
    "inbound",
    "outbound",
]
"""`inbound`: from the contact."""

EventEntryEvent = Literal[
    "attributesChanged",
    "vipPromoted",
    "vipDemoted",
    "contactUpdated",
    "identityAdded",
    "identityRemoved",
    "validated",
    "conversationOpened",
    "statusChanged",
    "assigned",
]
"""What happened."""

EventEntryFields = Literal[
    "name",
    "labels",
    "blocked",
]
"""`contactUpdated`: what was changed."""

GroupDefineMatch = Literal[
    "all",
    "any",
]
"""Whether all conditions must be met, or any; `all` where left out."""

GroupMatch = Literal[
    "all",
    "any",
]
"""Whether all conditions must be met, or any."""

GroupUpdateMatch = Literal[
    "all",
    "any",
]
"""Whether all conditions must be met, or any."""

HistoryReadKinds = Literal[
    "message",
    "note",
    "event",
]
"""Only entries of these kinds."""

HistoryReadOrder = Literal[
    "oldest",
    "newest",
]
"""`newest` first (default) or `oldest` first."""

HistoryReadScope = Literal[
    "all",
    "contact",
    "conversation",
]
"""`all` (default): the contact and those linked to it; `contact`: the contact; `conversation`: the
conversation alone.
"""

LookupId = str
"""The id of a lookup: sequential, never reused."""

LookupState = Literal[
    "asked",
    "noMatch",
    "failed",
    "proposed",
    "confirmed",
    "rejected",
    "replaced",
]
"""`asked`: the CRM has not answered; `noMatch`: it knows nobody like that, or several; `failed`: it
could not answer; `proposed`: it knows a customer, and nobody has said yet whether that is the
contact; `confirmed`, `rejected`: somebody has; `replaced`: a later look-up took its place.
"""

MessageId = str
"""The id of a message: sequential, never reused."""

NetworkName = Literal[
    "instagram",
    "facebook",
    "x",
    "linkedin",
    "whatsapp",
    "messenger",
    "telegram",
    "sms",
    "email",
    "webchat",
    "other",
]
"""A network."""

NoteId = str
"""The id of a note: sequential, never reused."""

RoleName = Literal[
    "viewer",
    "agent",
    "admin",
]
"""What a caller may do, from the least to the most."""

SearchConditionsMatch = Literal[
    "all",
    "any",
]
"""Whether all conditions hold, or any; all."""

SearchMatchField = Literal[
    "name",
    "handle",
    "displayName",
    "label",
    "externalId",
    "attribute",
]
"""Which text: `externalId` is the id on a network."""

StoreKind = Literal[
    "memory",
    "folder",
]
"""Where the desk is kept."""

StoreStatusKind = Literal[
    "memory",
    "folder",
]
"""Where the desk is kept."""

StoreStatusSync = Literal[
    "always",
    "never",
]
"""What a reply to a write promises. Each: the change survives the end of the process, however it
ends. `always`: a loss of power too. `never`: that too, when the system gets round to it.
"""

Time = str
"""A moment in UTC with milliseconds (RFC 3339)."""

ValidationStatus = Literal[
    "validated",
    "notValidated",
]
"""`validated`: the CRM's match was confirmed."""


class Agent(TypedDict):
    """In the results of `agent_define`, `agent_update` and `agent_list`."""

    agentId: str
    """The agent's id."""

    name: str
    """The name to show."""

    role: RoleName
    """What the agent may do at the most while active; the role that a process was started with can
    be lower.
    """

    active: bool
    """False: may do what a viewer may, and is assigned nothing."""

    teamIds: list[str]
    """The ids of the agent's teams."""

    version: int
    """The version of the agent."""


class AgentAuthor(TypedDict):
    """In the results of `note_add`, `note_edit`, `note_list` and `history_read`."""

    kind: Literal["agent"]
    """An agent of the desk."""

    agentId: str
    """The agent's id."""

    name: str
    """The agent's name as it was then."""


class AgentDefineResult(TypedDict):
    """In the results of `agent_define`."""

    agent: Agent
    """The agent as it is now."""

    version: int
    """The version of the agent."""


class _AgentListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class AgentListResult(_AgentListResultOptional):
    """In the results of `agent_list`."""

    agents: list[Agent]
    """The agents of this page."""


class AgentUpdateResult(TypedDict):
    """In the results of `agent_update`."""

    agent: Agent
    """The agent as it is now."""

    version: int
    """The version of the agent."""


class _AttachmentOptional(TypedDict, total=False):
    """The members that may be absent."""

    mimeType: str
    """Its media type, such as `image/png`."""

    name: str
    """Its file name."""


class Attachment(_AttachmentOptional):
    """In the results of `history_read`."""

    url: str
    """Where it is."""


class AttachmentInput(TypedDict, total=False):
    """In the params of `message_record`."""

    url: str
    """Where it is (http or https); an attachment without one is left out."""

    mimeType: str
    """Its media type, such as `image/png`."""

    name: str
    """Its file name."""


class _AttributeOptional(TypedDict, total=False):
    """The members that may be absent."""

    source: AttributeSource
    """Where the value came from; the CRM's goes before an agent's, and that before a channel's."""

    setBy: str
    """The id of the agent, or of the channel, that set the value; or the name of the CRM connector.
    """

    setAt: Time
    """When."""

    options: list[str]
    """The options of a `choice` or `choices` attribute."""


class Attribute(_AttributeOptional):
    """In the results of `card_get`, `card_get_many` and `attribute_edit`."""

    key: str
    """The key, as `attribute.edit` takes it."""

    label: str
    """The name to show."""

    kind: AttributeKind
    """`default`: there from the start; `channel`: filled by the network; `custom`: made by an
    admin.
    """

    format: AttributeFormat
    """What a value looks like."""

    value: Optional[Union[str, float, bool, list[str]]]
    """The effective value in its normal form; null when empty."""

    canAdd: bool
    """True where the caller may set the value and there is none."""

    canEdit: bool
    """True where the caller may set the value and there is one."""

    crmManaged: bool
    """True where the CRM keeps the value: read-only for every role."""

    lookup: bool
    """True where the value is sent to the CRM when it looks the contact up."""


class _AttributeDefinitionOptional(TypedDict, total=False):
    """The members that may be absent."""

    options: list[str]
    """The options of a `choice` or `choices` attribute."""


class AttributeDefinition(_AttributeDefinitionOptional):
    """In the results of `schema_list`, `schema_define` and `schema_update`."""

    key: str
    """The key, as `attribute.edit` takes it."""

    label: str
    """The name to show."""

    kind: AttributeKind
    """`default`: there from the start; `channel`: filled by the network; `custom`: made by an
    admin.
    """

    format: AttributeFormat
    """What a value looks like."""

    enabled: bool
    """False where the attribute is hidden; its values are kept."""

    lookup: bool
    """True where the value is sent to the CRM when it looks a contact up."""

    crmManaged: bool
    """True where the CRM keeps the values: read-only for every role."""

    agentEditable: bool
    """False where only admins edit the values, or the network fills them."""


class AttributeEditResult(TypedDict):
    """In the results of `attribute_edit`."""

    attributes: list[Attribute]
    """The attributes that changed, as the card shows them now."""

    version: int
    """The version of the contact."""


class Caller(TypedDict):
    """In the results of `system_hello` and `system_info`."""

    id: str
    """The agent's id."""

    name: str
    """The agent's name."""

    role: RoleName
    """What the caller may do: the lesser of the role given at start and the agent's own."""


class _CardOptional(TypedDict, total=False):
    """The members that may be absent."""

    name: str
    """The contact's name; absent of a nameless contact."""

    externalId: str
    """The network's own id of the identity shown."""

    handle: str
    """The handle of the identity shown."""

    pictureUrl: str
    """The picture of the identity shown."""

    profileUrl: str
    """The profile of the identity shown."""

    network: Network
    """The network of the identity shown: the one behind the given conversation, else behind the
    latest inbound message, else the first.
    """

    suspendedGroups: list[SuspendedGroupRef]
    """The groups of the desk that have no members now, because attributes that they use are
    disabled.
    """


class Card(_CardOptional):
    """In the results of `card_get` and `card_get_many`."""

    contactId: ContactId
    """The contact."""

    version: int
    """Moves with name, identities, labels, blocked, values, VIP and validation."""

    identities: list[Identity]
    """The contact on every network, in the order of becoming known."""

    validation: Validation
    """Whether the CRM knows the contact."""

    vip: Vip
    """Whether the contact is a VIP."""

    attributes: list[Attribute]
    """The enabled attributes, in the admin's order."""

    groups: list[GroupRef]
    """The groups that the contact is in, in the order of definition."""

    linked: list[Linked]
    """Other contacts with the same value of the matching attribute: `history.read` reads them as
    one.
    """

    labels: list[str]
    """The team's labels."""

    blocked: bool
    """True where the team wants to hear no more."""

    counts: Counts
    """How much there is of each."""

    channels: list[ChannelHistory]
    """The channels with history."""

    createdAt: Time
    """When the contact became known."""

    updatedAt: Time
    """When `version` moved last."""


class _CardGetManyResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    remaining: list[ContactId]
    """Ids whose cards did not fit any more: ask for them again."""


class CardGetManyResult(_CardGetManyResultOptional):
    """In the results of `card_get_many`."""

    cards: list[Card]
    """The cards."""

    notFound: list[str]
    """The ids that name nobody."""


class Channel(TypedDict):
    """In the results of `channel_define`, `channel_update` and `channel_list`."""

    channel: str
    """Its id, as `message.record` takes it."""

    name: str
    """The name to show."""

    network: NetworkName
    """The network it is an account of."""

    version: int
    """Its version; 0 of a built-in channel that nobody changed."""


class ChannelDefineResult(TypedDict):
    """In the results of `channel_define`."""

    channel: Channel
    """The channel as it is now."""

    version: int
    """The version of the channel."""


class ChannelHistory(TypedDict):
    """In the results of `card_get`, `card_get_many` and `history_read`."""

    channel: str
    """The channel's id."""

    network: NetworkName
    """The network it is an account of."""

    conversations: int
    """The contact's conversations on it."""

    messages: int
    """The messages in them."""


class _ChannelListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class ChannelListResult(_ChannelListResultOptional):
    """In the results of `channel_list`."""

    channels: list[Channel]
    """The channels of this page."""


class ChannelRemoveResult(TypedDict):
    """In the results of `channel_remove`."""

    channel: str
    """The id of the channel that is gone."""

    version: int
    """The number of the change that removed it."""


class ChannelUpdateResult(TypedDict):
    """In the results of `channel_update`."""

    channel: Channel
    """The channel as it is now."""

    version: int
    """The version of the channel."""


class _ClientOptional(TypedDict, total=False):
    """The members that may be absent."""

    version: str
    """Its version."""


class Client(_ClientOptional):
    """In the results of `system_info`."""

    name: str
    """The program."""


class _ClientInputOptional(TypedDict, total=False):
    """The members that may be absent."""

    version: str
    """The client's version."""


class ClientInput(_ClientInputOptional):
    """In the params of `system_hello`."""

    name: str
    """The client's name."""


class _ConditionOptional(TypedDict, total=False):
    """The members that may be absent."""

    value: Union[str, float, bool, list[Union[str, float]]]
    """With what, in its normal form; a list for `anyOf`, none for `empty` and `notEmpty`."""


class Condition(_ConditionOptional):
    """In the results of `group_define`, `group_update` and `group_list`."""

    attribute: str
    """The key of an attribute, or `vip`."""

    operator: ConditionOperator
    """How it is compared."""


class _ConditionInputOptional(TypedDict, total=False):
    """The members that may be absent."""

    value: Union[str, float, bool, Sequence[Union[str, float]]]
    """With what, as `attribute.edit` takes it; a list for `anyOf`, none for `empty` and `notEmpty`.
    """


class ConditionInput(_ConditionInputOptional):
    """In the params of `contact_search`, `group_define` and `group_update`."""

    attribute: str
    """The key of an attribute, or `vip`."""

    operator: ConditionInputOperator
    """How it is compared."""


class _ConnectorOptional(TypedDict, total=False):
    """The members that may be absent."""

    path: str
    """`file`: the path, as it was given."""

    argv: list[str]
    """`command`: the program and its arguments."""

    timeoutMs: int
    """`command`: how long it has for an answer, in ms."""

    matchOn: list[str]
    """The keys that it is asked with; absent: those of the lookup attributes."""


class Connector(_ConnectorOptional):
    """In the results of `crm_configure` and `crm_status`."""

    name: str
    """The name to show."""

    kind: ConnectorKind
    """How it is asked. `client`: an integration finds in `crm.list` what is asked, and answers with
    `crm.resolve`; `file`: the process looks into a file; `command`: the process asks a
    subprocess.
    """

    autoConfirm: bool
    """Whether a match is confirmed without an agent."""

    auto: bool
    """Whether contacts are looked up without a call."""


class ContactAddIdentityResult(TypedDict):
    """In the results of `contact_add_identity`."""

    identity: Identity
    """The identity as it is now."""

    version: int
    """The version of the contact."""


class _ContactAuthorOptional(TypedDict, total=False):
    """The members that may be absent."""

    network: NetworkName
    """The network."""

    externalId: str
    """The network's own id of the person."""

    handle: str
    """The name in the network's addresses."""

    displayName: str
    """The name that the person shows there."""

    pictureUrl: str
    """The address of the picture."""

    profileUrl: str
    """The address of the profile: as given, or made from the network's template."""


class ContactAuthor(_ContactAuthorOptional):
    """In the results of `history_read`."""

    kind: Literal["contact"]
    """The contact."""


class ContactCreateResult(TypedDict):
    """In the results of `contact_create`."""

    contactId: ContactId
    """The new contact."""

    version: int
    """Its version."""


class _ContactListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class ContactListResult(_ContactListResultOptional):
    """In the results of `contact_list`."""

    contacts: list[ContactSummary]
    """The contacts of this page."""


class ContactRemoveIdentityResult(TypedDict):
    """In the results of `contact_remove_identity`."""

    contactId: ContactId
    """The contact."""

    version: int
    """The version of the contact."""


class _ContactSearchResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class ContactSearchResult(_ContactSearchResultOptional):
    """In the results of `contact_search`."""

    contacts: list[FoundContact]
    """The contacts of this page."""


class _ContactSummaryOptional(TypedDict, total=False):
    """The members that may be absent."""

    name: str
    """The name; absent of a nameless contact."""

    handle: str
    """The handle of the identity that the card shows."""

    network: NetworkName
    """The network of that identity."""


class ContactSummary(_ContactSummaryOptional):
    """In the results of `contact_list` and `group_members`."""

    contactId: ContactId
    """The contact."""

    vip: bool
    """True of a VIP."""

    validated: bool
    """True if the CRM knows the contact."""

    labels: list[str]
    """The team's labels."""

    updatedAt: Time
    """When the contact's `version` moved last."""


class _ContactUpdateResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    name: str
    """The name; absent of a nameless contact."""


class ContactUpdateResult(_ContactUpdateResultOptional):
    """In the results of `contact_update`."""

    contactId: ContactId
    """The contact."""

    labels: list[str]
    """The team's labels."""

    blocked: bool
    """True where the team wants to hear no more."""

    version: int
    """The version of the contact."""


class _ConversationOptional(TypedDict, total=False):
    """The members that may be absent."""

    assignee: str
    """The id of the agent who works on it; nobody on a resolved one."""

    waitingSince: Time
    """When the oldest message was written that is not yet answered; resolving counts as an answer.
    """


class Conversation(_ConversationOptional):
    """In the results of `conversation_open`, `conversation_get`, `conversation_assign`,
    `conversation_set_status` and `queue_next`.
    """

    conversationId: ConversationId
    """Its id."""

    contactId: ContactId
    """With whom."""

    channel: str
    """The id of the channel."""

    network: NetworkName
    """The channel's network."""

    status: ConversationStatus
    """`new`: the desk's turn, since the contact wrote or somebody said so; `pending`: the
    contact's; `resolved`: done.
    """

    topics: list[str]
    """What it is about, as whoever opened it said."""

    openedAt: Time
    """When it was opened."""

    messages: int
    """Messages in it."""

    notes: int
    """Notes on it."""

    version: int
    """The version of the conversation: moves with messages, status, assignee."""


class ConversationAssignResult(TypedDict):
    """In the results of `conversation_assign`."""

    conversation: Conversation
    """The conversation as it is now."""

    version: int
    """The version of the conversation."""


class _ConversationListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class ConversationListResult(_ConversationListResultOptional):
    """In the results of `conversation_list`."""

    conversations: list[ConversationRow]
    """The conversations of this page."""


class ConversationOpenResult(TypedDict):
    """In the results of `conversation_open`."""

    conversation: Conversation
    """The conversation as it is now."""

    version: int
    """The version of the conversation."""


class _ConversationRowOptional(TypedDict, total=False):
    """The members that may be absent."""

    assignee: str
    """The id of the agent who works on it; nobody on a resolved one."""

    waitingSince: Time
    """When the oldest message was written that is not yet answered; resolving counts as an answer.
    """

    name: str
    """The contact's name; absent of a nameless one."""

    handle: str
    """The handle of the identity that the card shows of it."""

    lastMessage: LastMessage
    """The message with the latest `at`; absent where nobody has written yet."""


class ConversationRow(_ConversationRowOptional):
    """In the results of `conversation_list`."""

    conversationId: ConversationId
    """Its id."""

    contactId: ContactId
    """With whom."""

    channel: str
    """The id of the channel."""

    network: NetworkName
    """The channel's network."""

    status: ConversationStatus
    """`new`: the desk's turn, since the contact wrote or somebody said so; `pending`: the
    contact's; `resolved`: done.
    """

    topics: list[str]
    """What it is about, as whoever opened it said."""

    openedAt: Time
    """When it was opened."""

    messages: int
    """Messages in it."""

    notes: int
    """Notes on it."""

    version: int
    """The version of the conversation: moves with messages, status, assignee."""

    vip: bool
    """True of a VIP's."""


class ConversationSetStatusResult(TypedDict):
    """In the results of `conversation_set_status`."""

    conversation: Conversation
    """The conversation as it is now."""

    version: int
    """The version of the conversation."""


class Counts(TypedDict):
    """In the results of `card_get` and `card_get_many`."""

    conversations: int
    """Conversations."""

    open: int
    """Conversations not resolved."""

    messages: int
    """Messages, in and out."""

    notes: int
    """Notes on the contact and on the conversations."""


class Created(TypedDict):
    """In the results of `message_record`."""

    contact: bool
    """True if the contact is new."""

    conversation: bool
    """True if the conversation is new."""

    message: bool
    """False if it was recorded before."""


class _CrmConfigureResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    connector: Connector
    """The connector; absent where there is none."""


class CrmConfigureResult(_CrmConfigureResultOptional):
    """In the results of `crm_configure`."""

    version: int
    """The version of the connector; 0 of a desk that never had one."""


class CrmConfirmResult(TypedDict):
    """In the results of `crm_confirm`."""

    lookup: Lookup
    """The look-up."""

    version: int
    """The contact's version."""


class _CrmListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class CrmListResult(_CrmListResultOptional):
    """In the results of `crm_list`."""

    lookups: list[Lookup]
    """The look-ups of this page."""


class CrmLookupResult(TypedDict):
    """In the results of `crm_lookup`."""

    lookup: Lookup
    """The look-up."""

    version: int
    """The contact's version."""


class CrmRejectResult(TypedDict):
    """In the results of `crm_reject`."""

    lookup: Lookup
    """The look-up."""

    version: int
    """The contact's version."""


class CrmResolveResult(TypedDict):
    """In the results of `crm_resolve`."""

    lookup: Lookup
    """The look-up."""

    version: int
    """The contact's version."""


class _CrmStatusResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    connector: Connector
    """The connector; absent where there is none."""

    lastFailure: LookupFailure
    """The last look-up that failed, of those that are the latest of a contact."""


class CrmStatusResult(_CrmStatusResultOptional):
    """In the results of `crm_status`."""

    version: int
    """The version of the connector; 0 of a desk that never had one."""

    asked: int
    """Look-ups that the CRM has not answered."""

    proposed: int
    """Look-ups of which nobody has said whether the customer is the contact."""


class _CustomerOptional(TypedDict, total=False):
    """The members that may be absent."""

    attributes: Mapping[str, Optional[Union[str, float, bool, Sequence[str]]]]
    """What the CRM knows, by key."""


class Customer(_CustomerOptional):
    """In the params of `crm_resolve`."""

    customerId: str
    """The CRM's own id of the customer."""


class DeskAuthor(TypedDict):
    """In the results of `history_read`."""

    kind: Literal["desk"]
    """The desk itself, by a rule of its settings."""


_EventEntryOptionalKeywords = TypedDict(
    "_EventEntryOptionalKeywords",
    {
        # `statusChanged`: where the conversation stood.
        "from": "ConversationStatus",
    },
    total=False,
)


class _EventEntryOptional(_EventEntryOptionalKeywords, total=False):
    """The members that may be absent."""

    conversationId: ConversationId
    """The conversation it happened in."""

    channel: str
    """That conversation's channel."""

    set: list[str]
    """`attributesChanged`, `validated`: the keys of the attributes that were set."""

    cleared: list[str]
    """`attributesChanged`, `validated`: the keys of those that were cleared."""

    crm: str
    """`validated`: the name of the CRM connector."""

    reason: str
    """`vipPromoted`: why, if they said."""

    fields: list[EventEntryFields]
    """`contactUpdated`: what was changed."""

    network: NetworkName
    """`identityAdded`, `identityRemoved`: on which network."""

    externalId: str
    """`identityAdded`, `identityRemoved`: that network's own id of the person."""

    to: ConversationStatus
    """`statusChanged`: where it stands since."""

    assignee: str
    """`assigned`: the id of the agent; absent where the conversation was let go."""


class EventEntry(_EventEntryOptional):
    """In the results of `history_read`."""

    kind: Literal["event"]
    """Something that happened."""

    contactId: ContactId
    """The contact that it happened to."""

    at: Time
    """When."""

    event: EventEntryEvent
    """What happened."""

    author: Union[AgentAuthor, DeskAuthor]
    """Who did it; the desk itself where a rule of its settings did."""


class _FoundContactOptional(TypedDict, total=False):
    """The members that may be absent."""

    name: str
    """The name; absent of a nameless contact."""

    handle: str
    """The handle of the identity that the card shows."""

    network: NetworkName
    """The network of that identity."""

    matched: SearchMatch
    """Where the first word of the text was found; absent without a text."""


class FoundContact(_FoundContactOptional):
    """In the results of `contact_search`."""

    contactId: ContactId
    """The contact."""

    vip: bool
    """True of a VIP."""

    validated: bool
    """True if the CRM knows the contact."""

    labels: list[str]
    """The team's labels."""

    updatedAt: Time
    """When the contact's `version` moved last."""


class _GroupOptional(TypedDict, total=False):
    """The members that may be absent."""

    disabledAttributes: list[str]
    """The keys of disabled attributes that it uses (`vip` where the desk has no VIPs): while there
    are any, it has no members.
    """


class Group(_GroupOptional):
    """In the results of `group_define`, `group_update` and `group_list`."""

    groupId: str
    """Its id."""

    name: str
    """The name to show."""

    match: GroupMatch
    """Whether all conditions must be met, or any."""

    conditions: list[Condition]
    """The conditions."""

    prioritized: bool
    """True: conversations of its contacts stand higher in the queue."""

    teamIds: list[str]
    """The teams that the conversations of its contacts go to; none: it routes nobody."""

    version: int
    """Its version."""


class GroupDefineResult(TypedDict):
    """In the results of `group_define`."""

    group: Group
    """The group as it is now."""

    version: int
    """The version of the group."""


class _GroupListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class GroupListResult(_GroupListResultOptional):
    """In the results of `group_list`."""

    groups: list[Group]
    """The groups of this page."""


class _GroupMembersResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    disabledAttributes: list[str]
    """The keys of disabled attributes that the group uses: while there are any, nobody is in it."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class GroupMembersResult(_GroupMembersResultOptional):
    """In the results of `group_members`."""

    contacts: list[ContactSummary]
    """The contacts of this page."""


class GroupRef(TypedDict):
    """In the results of `card_get` and `card_get_many`."""

    groupId: str
    """The group's id."""

    name: str
    """The group's name."""


class GroupRemoveResult(TypedDict):
    """In the results of `group_remove`."""

    groupId: str
    """The id of the group that is gone."""

    version: int
    """The number of the change that removed it."""


class GroupUpdateResult(TypedDict):
    """In the results of `group_update`."""

    group: Group
    """The group as it is now."""

    version: int
    """The version of the group."""


class _HistoryReadResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    tooCommon: TooCommon
    """The value of the matching attribute, where so many contacts have it that it links none."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class HistoryReadResult(_HistoryReadResultOptional):
    """In the results of `history_read`."""

    entries: list[Union[MessageEntry, NoteEntry, EventEntry]]
    """The entries of this page."""

    channels: list[ChannelHistory]
    """The channels with history, of all contacts that are read, whatever the filters."""

    linked: list[Linked]
    """Other contacts whose entries are among these, and why; none with another `scope` than `all`.
    """


class _IdentityOptional(TypedDict, total=False):
    """The members that may be absent."""

    handle: str
    """The name in the network's addresses."""

    displayName: str
    """The name that the person shows there."""

    pictureUrl: str
    """The address of the picture."""

    profileUrl: str
    """The address of the profile: as given, or made from the network's template."""


class Identity(_IdentityOptional):
    """In the results of `contact_add_identity`, `card_get`, `card_get_many`, `crm_lookup`,
    `crm_resolve`, `crm_confirm`, `crm_reject` and `crm_list`.
    """

    network: NetworkName
    """The network."""

    externalId: str
    """The network's own id of the person."""


class _IdentityInputOptional(TypedDict, total=False):
    """The members that may be absent."""

    handle: str
    """The name in the network's addresses, such as `mira.k`."""

    displayName: str
    """The name that the person shows there."""

    pictureUrl: str
    """The address of the picture (http or https)."""

    profileUrl: str
    """The address of the profile; where left out it is made from the handle or the id."""


class IdentityInput(_IdentityInputOptional):
    """In the params of `contact_create`."""

    network: NetworkName
    """The network."""

    externalId: str
    """The network's own id of the person."""


class _LastMessageOptional(TypedDict, total=False):
    """The members that may be absent."""

    attachments: int
    """How many files came with it."""


class LastMessage(_LastMessageOptional):
    """In the results of `conversation_list`."""

    messageId: MessageId
    """Its id."""

    at: Time
    """When it was written."""

    direction: Direction
    """`inbound`: from the contact."""

    text: str
    """The first 200 characters (Unicode scalars) of the text."""


class Limits(TypedDict):
    """In the results of `system_info`."""

    lineBytes: int
    """Bytes of a line."""

    depth: int
    """Levels of arrays and objects in a line."""

    members: int
    """Members of a message."""

    requestIdBytes: int
    """Bytes of the id of a request, as it is written between its quotes."""

    batch: int
    """Messages of a batch."""

    batchAnswerBytes: int
    """Bytes of answers after which a batch executes no more calls."""

    batchWorkBytes: int
    """Bytes written, searched and changed after which a batch executes no more calls."""

    waitingCalls: int
    """Calls that wait for a connector of the CRM."""

    page: int
    """Entries of a page."""

    pageBytes: int
    """Bytes after which a page closes, whatever its `limit`."""

    heldAnswerBytes: int
    """Bytes of answers held for a client that does not read."""

    name: int
    """Unicode scalars of a name, a handle, a display name, an external id."""

    label: int
    """Unicode scalars of a label."""

    labels: int
    """Labels of a contact."""

    topic: int
    """Unicode scalars of a topic."""

    topics: int
    """Topics of a conversation."""

    reason: int
    """Unicode scalars of a reason."""

    note: int
    """Unicode scalars of a note."""

    attributeText: int
    """Unicode scalars of the text of an attribute value."""

    messageText: int
    """Unicode scalars of the text of a message."""

    messageExternalId: int
    """Unicode scalars of the channel's own id of a message."""

    urlBytes: int
    """Bytes of a URL."""

    messageUrlBytes: int
    """Bytes of a URL of a message."""

    identities: int
    """Identities of a contact."""

    attachments: int
    """Attachments of a message."""

    option: int
    """Unicode scalars of an option of an attribute."""

    options: int
    """Options of an attribute."""

    optionBytes: int
    """Bytes (UTF-8) of the options of all attributes together."""

    idBytes: int
    """Bytes of an id, a key, a handle or a cursor that names something."""

    valueBytes: int
    """Bytes of the text of any attribute value."""

    attachmentsRead: int
    """Attachments of a message that are looked at."""

    cards: int
    """Ids that `card.getMany` takes."""

    definitions: int
    """Attribute definitions of a desk."""

    channels: int
    """Channels of a desk, the built-in ones included."""

    teams: int
    """Teams of a desk."""

    groups: int
    """Groups of a desk."""

    conditions: int
    """Conditions of a group."""

    anyOf: int
    """Values of a condition with `anyOf`."""

    linked: int
    """Contacts with one value of the matching attribute that are linked."""


class _LinkedOptional(TypedDict, total=False):
    """The members that may be absent."""

    name: str
    """Its name; absent of a nameless contact."""

    handle: str
    """The handle of the identity that its card shows."""

    network: NetworkName
    """The network of that identity."""


class Linked(_LinkedOptional):
    """In the results of `card_get`, `card_get_many` and `history_read`."""

    contactId: ContactId
    """The contact that is linked."""

    attribute: str
    """The key of the matching attribute."""

    value: str
    """The value that both have, as the contact has it who was asked for; of a long one its front,
    and `…`.
    """


class _LookupOptional(TypedDict, total=False):
    """The members that may be absent."""

    customerId: str
    """The CRM's own id of the customer."""

    changes: list[LookupDifference]
    """`proposed`: what the card would show instead."""

    ignored: list[Warning]
    """`proposed` and `confirmed`: what the CRM said and the desk does not take."""

    request: LookupRequest
    """`asked`: what the CRM is asked with."""

    reason: str
    """`failed`: why."""


class Lookup(_LookupOptional):
    """In the results of `card_get`, `card_get_many`, `crm_lookup`, `crm_resolve`, `crm_confirm`,
    `crm_reject` and `crm_list`.
    """

    lookupId: LookupId
    """The look-up."""

    contactId: ContactId
    """Who was looked up."""

    state: LookupState
    """`asked`: the CRM has not answered; `noMatch`: it knows nobody like that, or several;
    `failed`: it could not answer; `proposed`: it knows a customer, and nobody has said yet
    whether that is the contact; `confirmed`, `rejected`: somebody has; `replaced`: a later
    look-up took its place.
    """

    at: Time
    """Since when it stands so."""

    crm: str
    """The name of the connector that was asked."""


_LookupDifferenceOptionalKeywords = TypedDict(
    "_LookupDifferenceOptionalKeywords",
    {
        # What the card shows; absent: nothing.
        "from": "Union[str, float, bool, list[str]]",
    },
    total=False,
)


class _LookupDifferenceOptional(_LookupDifferenceOptionalKeywords, total=False):
    """The members that may be absent."""

    to: Union[str, float, bool, list[str]]
    """What it would show; absent: nothing."""


class LookupDifference(_LookupDifferenceOptional):
    """In the results of `card_get`, `card_get_many`, `crm_lookup`, `crm_resolve`, `crm_confirm`,
    `crm_reject` and `crm_list`.
    """

    key: str
    """The attribute."""


class LookupFailure(TypedDict):
    """In the results of `crm_status`."""

    at: Time
    """When."""

    contactId: ContactId
    """Whose."""

    reason: str
    """Why."""


class LookupRequest(TypedDict):
    """In the results of `card_get`, `card_get_many`, `crm_lookup`, `crm_resolve`, `crm_confirm`,
    `crm_reject` and `crm_list`.
    """

    identities: list[Identity]
    """The contact on all networks, as of now."""

    attributes: dict[str, Union[str, float, bool, list[str]]]
    """The values of the lookup attributes by key."""


class _MessageEntryOptional(TypedDict, total=False):
    """The members that may be absent."""

    attachments: list[Attachment]
    """Files that came with it."""

    externalId: str
    """The channel's own id of it."""


class MessageEntry(_MessageEntryOptional):
    """In the results of `history_read`."""

    kind: Literal["message"]
    """A message."""

    contactId: ContactId
    """The contact that it belongs to."""

    at: Time
    """When it was written."""

    messageId: MessageId
    """Its id."""

    conversationId: ConversationId
    """The conversation it belongs to."""

    channel: str
    """The channel it came or went on."""

    network: NetworkName
    """The channel's network."""

    direction: Direction
    """`inbound`: from the contact."""

    author: Union[ContactAuthor, AgentAuthor]
    """Who wrote it."""

    text: str
    """The text; empty only with attachments."""


class _MessageRecordResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    warnings: list[Warning]
    """What was not taken as it came."""


class MessageRecordResult(_MessageRecordResultOptional):
    """In the results of `message_record`."""

    messageId: MessageId
    """The message."""

    conversationId: ConversationId
    """The conversation it is in."""

    contactId: ContactId
    """The contact it is from or to."""

    version: int
    """The version of the conversation."""

    status: ConversationStatus
    """Where the conversation stands now: `new` after a new inbound message, `pending` after an
    outbound one; an imported one moves nothing.
    """

    created: Created
    """What was made."""


class Network(TypedDict):
    """In the results of `card_get` and `card_get_many`."""

    id: NetworkName
    """The network."""

    name: str
    """The name to show."""

    logo: str
    """The key of the logo that a front end draws."""

    color: str
    """The brand colour, as CSS writes it."""


class _NoteOptional(TypedDict, total=False):
    """The members that may be absent."""

    conversationId: ConversationId
    """The conversation it stands on."""

    channel: str
    """That conversation's channel."""

    editedBy: AgentAuthor
    """Who edited it last."""

    editedAt: Time
    """When."""


class Note(_NoteOptional):
    """In the results of `note_add`, `note_edit` and `note_list`."""

    contactId: ContactId
    """The contact it is about."""

    noteId: NoteId
    """Its id."""

    author: AgentAuthor
    """Who wrote it."""

    createdAt: Time
    """When it was written."""

    text: str
    """The text."""

    mentions: list[str]
    """The ids of the known agents that the text names as `@id`."""

    version: int
    """The version of the note."""


class NoteAddResult(TypedDict):
    """In the results of `note_add`."""

    note: Note
    """The note."""

    version: int
    """The version of the note."""


class NoteEditResult(TypedDict):
    """In the results of `note_edit`."""

    note: Note
    """The note."""

    version: int
    """The version of the note."""


class _NoteEntryOptional(TypedDict, total=False):
    """The members that may be absent."""

    conversationId: ConversationId
    """The conversation it stands on."""

    channel: str
    """That conversation's channel."""

    editedBy: AgentAuthor
    """Who edited it last."""

    editedAt: Time
    """When."""


class NoteEntry(_NoteEntryOptional):
    """In the results of `history_read`."""

    kind: Literal["note"]
    """A note."""

    at: Time
    """When it was written."""

    contactId: ContactId
    """The contact it is about."""

    noteId: NoteId
    """Its id."""

    author: AgentAuthor
    """Who wrote it."""

    createdAt: Time
    """When it was written."""

    text: str
    """The text."""

    mentions: list[str]
    """The ids of the known agents that the text names as `@id`."""

    version: int
    """The version of the note."""


class _NoteListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class NoteListResult(_NoteListResultOptional):
    """In the results of `note_list`."""

    notes: list[Note]
    """The notes of this page."""


class NoteRemoveResult(TypedDict):
    """In the results of `note_remove`."""

    noteId: NoteId
    """The note that is gone."""

    version: int
    """Its last version."""


class _QueueEntryOptional(TypedDict, total=False):
    """The members that may be absent."""

    assignee: str
    """The id of the agent who works on it; nobody on a resolved one."""

    waitingSince: Time
    """When the oldest message was written that is not yet answered; resolving counts as an answer.
    """


class QueueEntry(_QueueEntryOptional):
    """In the results of `queue_list`."""

    conversationId: ConversationId
    """Its id."""

    contactId: ContactId
    """With whom."""

    channel: str
    """The id of the channel."""

    network: NetworkName
    """The channel's network."""

    status: ConversationStatus
    """`new`: the desk's turn, since the contact wrote or somebody said so; `pending`: the
    contact's; `resolved`: done.
    """

    topics: list[str]
    """What it is about, as whoever opened it said."""

    openedAt: Time
    """When it was opened."""

    messages: int
    """Messages in it."""

    notes: int
    """Notes on it."""

    version: int
    """The version of the conversation: moves with messages, status, assignee."""

    vip: bool
    """True of a VIP's."""

    score: int
    """How many prioritized groups the contact is in."""

    groups: list[str]
    """The ids of those groups."""

    teamIds: list[str]
    """The teams that it is routed to; none: every team's."""


class _QueueListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class QueueListResult(_QueueListResultOptional):
    """In the results of `queue_list`."""

    conversations: list[QueueEntry]
    """The conversations of this page."""


class QueueNextResult(TypedDict, total=False):
    """In the results of `queue_next`."""

    conversation: Conversation
    """The conversation, which is the caller's now."""

    version: int
    """The version of the conversation."""


class SchemaDefineResult(TypedDict):
    """In the results of `schema_define`."""

    attribute: AttributeDefinition
    """The definition as it is now."""

    version: int
    """The version of the schema; 0 of a desk whose schema nobody changed."""


class SchemaListResult(TypedDict):
    """In the results of `schema_list`."""

    attributes: list[AttributeDefinition]
    """The definitions."""

    version: int
    """The version of the schema; 0 of a desk whose schema nobody changed."""


class SchemaRemoveResult(TypedDict):
    """In the results of `schema_remove`."""

    key: str
    """The key of the attribute that is gone."""

    values: int
    """How many values went with it."""

    version: int
    """The version of the schema."""


class SchemaReorderResult(TypedDict):
    """In the results of `schema_reorder`."""

    keys: list[str]
    """All keys, in the order in which the card shows them."""

    version: int
    """The version of the schema; 0 of a desk whose schema nobody changed."""


class SchemaUpdateResult(TypedDict):
    """In the results of `schema_update`."""

    attribute: AttributeDefinition
    """The definition as it is now."""

    version: int
    """The version of the schema; 0 of a desk whose schema nobody changed."""


class _SearchConditionsOptional(TypedDict, total=False):
    """The members that may be absent."""

    match: SearchConditionsMatch
    """Whether all conditions hold, or any; all."""


class SearchConditions(_SearchConditionsOptional):
    """In the params of `contact_search`."""

    conditions: Sequence[ConditionInput]
    """The conditions, as those of a group."""


class _SearchMatchOptional(TypedDict, total=False):
    """The members that may be absent."""

    key: str
    """`attribute`: its key."""

    network: NetworkName
    """The network of a handle, a display name, an external id."""


class SearchMatch(_SearchMatchOptional):
    """In the results of `contact_search`."""

    field: SearchMatchField
    """Which text: `externalId` is the id on a network."""

    text: str
    """The whole text."""


class _SenderOptional(TypedDict, total=False):
    """The members that may be absent."""

    handle: str
    """The name in the network's addresses."""

    displayName: str
    """The name that the person shows there."""

    pictureUrl: str
    """The address of the picture."""

    profileUrl: str
    """The address of the profile."""

    attributes: Mapping[str, Union[str, float, bool, Sequence[str]]]
    """What the network tells of the person: values of default and channel attributes."""


class Sender(_SenderOptional):
    """In the params of `message_record`."""

    externalId: str
    """The network's own id of the person. Two spellings of an e-mail address or a telephone number
    are one.
    """


class Server(TypedDict):
    """In the results of `system_hello` and `system_info`."""

    name: str
    """The program."""

    version: str
    """Its version."""


class _SettingsOptional(TypedDict, total=False):
    """The members that may be absent."""

    matchingAttribute: str
    """The key of the attribute by whose equal values contacts are linked."""

    autoResolveDays: int
    """After how many days without a message a conversation in `pending` is resolved."""

    phoneCountry: str
    """The country (ISO 3166-1 alpha-2) whose national phone numbers are taken."""


class Settings(_SettingsOptional):
    """In the results of `settings_get` and `settings_set`."""

    vipEnabled: bool
    """False where the desk has no VIPs: marks are hidden and kept."""

    version: int
    """The version of the settings; 0 of a desk whose settings nobody changed."""


class Store(TypedDict):
    """In the results of `system_info`."""

    kind: StoreKind
    """Where the desk is kept."""

    seq: int
    """The number of the last change; 0 for a new desk."""

    agents: int
    """Agents."""

    contacts: int
    """Contacts."""

    conversations: int
    """Conversations."""

    messages: int
    """Messages."""

    notes: int
    """Notes."""


class StoreSnapshotResult(TypedDict):
    """In the results of `store_snapshot`."""

    snapshotSeq: int
    """The last change in the snapshot."""

    snapshotBytes: int
    """Its size."""


class _StoreStatusOptional(TypedDict, total=False):
    """The members that may be absent."""

    reason: str
    """Why none are: the call that failed, the file, and the system's words."""

    advice: str
    """What to do about it."""

    readOnlySince: Time
    """Since when none are taken."""

    folder: str
    """The folder, of a desk that is kept."""

    sync: StoreStatusSync
    """What a reply to a write promises. Each: the change survives the end of the process, however
    it ends. `always`: a loss of power too. `never`: that too, when the system gets round to it.
    """

    generation: int
    """The number of the journal that is written: one more with each snapshot, and with each write
    that failed.
    """

    journalBytes: int
    """Bytes of the changes since the last snapshot."""

    snapshotSeq: int
    """The last change in the last snapshot; 0 if there is none."""

    snapshotBytes: int
    """The size of the last snapshot; 0 if there is none."""

    snapshotAt: Time
    """When the last snapshot was made."""


class StoreStatus(_StoreStatusOptional):
    """In the results of `store_status`."""

    kind: StoreStatusKind
    """Where the desk is kept."""

    seq: int
    """The number of the last change; 0 for a new desk."""

    readOnly: bool
    """True while no changes are taken."""


class SuspendedGroupRef(TypedDict):
    """In the results of `card_get` and `card_get_many`."""

    groupId: str
    """The group's id."""

    name: str
    """The group's name."""

    disabledAttributes: list[str]
    """The keys of the disabled attributes that it uses; `vip` where the desk has no VIPs."""


class _SystemHelloResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    warnings: list[Warning]
    """What was not taken as it came."""


class SystemHelloResult(_SystemHelloResultOptional):
    """In the results of `system_hello`."""

    server: Server
    """The program that answers."""

    protocolVersion: str
    """The version of the protocol: moves when a client must."""

    agent: Caller
    """Who the caller is from now on."""


class _SystemInfoResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    client: Client
    """The program that calls, as it said in `system.hello`."""


class SystemInfoResult(_SystemInfoResultOptional):
    """In the results of `system_info`."""

    server: Server
    """The program that answers."""

    protocolVersion: str
    """The version of the protocol: moves when a client must."""

    agent: Caller
    """The caller."""

    limits: Limits
    """The limits."""

    store: Store
    """Where the desk is kept, and how much there is."""


class SystemPingResult(TypedDict):
    """In the results of `system_ping`."""


class SystemSetClockResult(TypedDict):
    """In the results of `system_set_clock`."""

    now: Time
    """What the clock shows: the time of the next change."""


class SystemShutdownResult(TypedDict):
    """In the results of `system_shutdown`."""


class Team(TypedDict):
    """In the results of `team_define`, `team_update` and `team_list`."""

    teamId: str
    """Its id."""

    name: str
    """The name to show."""

    version: int
    """Its version."""


class TeamDefineResult(TypedDict):
    """In the results of `team_define`."""

    team: Team
    """The team as it is now."""

    version: int
    """The version of the team."""


class _TeamListResultOptional(TypedDict, total=False):
    """The members that may be absent."""

    nextCursor: str
    """There while there is more: what `cursor` takes to go on behind this page."""


class TeamListResult(_TeamListResultOptional):
    """In the results of `team_list`."""

    teams: list[Team]
    """The teams of this page."""


class TeamRemoveResult(TypedDict):
    """In the results of `team_remove`."""

    teamId: str
    """The id of the team that is gone."""

    version: int
    """The number of the change that removed it."""


class TeamUpdateResult(TypedDict):
    """In the results of `team_update`."""

    team: Team
    """The team as it is now."""

    version: int
    """The version of the team."""


class TooCommon(TypedDict):
    """In the results of `history_read`."""

    attribute: str
    """The key of the matching attribute."""

    value: str
    """The value; of a long one its front, and `…`."""

    contacts: int
    """How many contacts have it, this one included."""


class _ValidationOptional(TypedDict, total=False):
    """The members that may be absent."""

    lastLookupAt: Time
    """When the CRM was asked last."""

    lastLookupOk: bool
    """Whether it could answer then."""

    crm: str
    """The name of the CRM connector."""

    proposal: Lookup
    """A customer whom nobody has confirmed or rejected yet."""


class Validation(_ValidationOptional):
    """In the results of `card_get` and `card_get_many`."""

    status: ValidationStatus
    """`validated`: the CRM's match was confirmed."""


class _VipOptional(TypedDict, total=False):
    """The members that may be absent."""

    promotedBy: str
    """The id of the agent who made the contact a VIP."""

    promotedAt: Time
    """When."""

    reason: str
    """Why, if they said."""


class Vip(_VipOptional):
    """In the results of `card_get`, `card_get_many`, `vip_promote` and `vip_demote`."""

    available: bool
    """True where the desk has VIPs (`settings.set`): only then is there a button."""

    isVip: bool
    """True of a VIP."""


class VipDemoteResult(TypedDict):
    """In the results of `vip_demote`."""

    vip: Vip
    """The VIP mark as the card shows it now."""

    version: int
    """The version of the contact."""


class VipPromoteResult(TypedDict):
    """In the results of `vip_promote`."""

    vip: Vip
    """The VIP mark as the card shows it now."""

    version: int
    """The version of the contact."""


class _WarningOptional(TypedDict, total=False):
    """The members that may be absent."""

    example: str
    """A value that would be taken."""


class Warning(_WarningOptional):
    """In the results of `system_hello`, `message_record`, `card_get`, `card_get_many`,
    `crm_lookup`, `crm_resolve`, `crm_confirm`, `crm_reject` and `crm_list`.
    """

    field: str
    """The field, such as `from.attributes.language`."""

    reason: str
    """What is wrong with it, and what became of it where it was not left out."""
