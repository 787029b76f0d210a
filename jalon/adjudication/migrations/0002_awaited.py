from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('adjudication', '0001_found_and_decided'),
    ]

    operations = [
        migrations.CreateModel(
            name='Awaited',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
    ]
