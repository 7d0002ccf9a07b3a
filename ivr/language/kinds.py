"""Every kind of node, in the order the reference tells them. A new kind is a file of its own and a line here."""

from typing import Final

from ivr.language.agent import AgentNode
from ivr.language.ask import AskNode
from ivr.language.branch import BranchNode
from ivr.language.brief import BriefNode
from ivr.language.callback import CallbackNode
from ivr.language.channel import ChannelNode
from ivr.language.complaint import ComplaintNode
from ivr.language.dip import DipNode
from ivr.language.escalate import EscalateNode
from ivr.language.hang_up import HangUpNode
from ivr.language.hardship import HardshipNode
from ivr.language.hours import HoursNode
from ivr.language.identify import IdentifyNode
from ivr.language.language import LanguageNode
from ivr.language.mark import MarkNode
from ivr.language.menu import MenuNode
from ivr.language.message import MessageNode
from ivr.language.node import Node
from ivr.language.payment_plan import PaymentPlanNode
from ivr.language.play import PlayNode
from ivr.language.say import SayNode
from ivr.language.set import SetNode
from ivr.language.split import SplitNode
from ivr.language.staffed import StaffedNode
from ivr.language.status import StatusNode
from ivr.language.stop_line import StopLineNode
from ivr.language.subflow import BackNode, SubflowNode
from ivr.language.survey import SurveyNode
from ivr.language.verify import VerifyNode
from ivr.language.voicemail import VoicemailNode
from ivr.language.voucher import VoucherNode
from ivr.language.without_part import WithoutPartNode

KINDS: Final[dict[str, type[Node]]] = {
    kind.kind: kind
    for kind in (
        SayNode,
        PlayNode,
        MenuNode,
        AskNode,
        IdentifyNode,
        BranchNode,
        SetNode,
        LanguageNode,
        HoursNode,
        StaffedNode,
        StatusNode,
        VerifyNode,
        MessageNode,
        DipNode,
        VoicemailNode,
        CallbackNode,
        ChannelNode,
        AgentNode,
        EscalateNode,
        ComplaintNode,
        VoucherNode,
        PaymentPlanNode,
        HardshipNode,
        StopLineNode,
        BriefNode,
        WithoutPartNode,
        SurveyNode,
        SubflowNode,
        BackNode,
        SplitNode,
        MarkNode,
        HangUpNode,
    )
}
