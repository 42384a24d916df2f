from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lawmaking', '0002_called_off'),
    ]

    operations = [
        migrations.RenameField(
            model_name='notice',
            old_name='mailed_at',
            new_name='sent_at',
        ),
        migrations.AddField(
            model_name='notice',
            name='next_try_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
