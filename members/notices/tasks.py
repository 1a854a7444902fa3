"""What the worker does with notices. If it is killed, the schedule's next round goes on (command send_notices)."""

from django_tasks import task

from . import delivery


@task()
def deliver_notices() -> None:
    delivery.deliver_all()
