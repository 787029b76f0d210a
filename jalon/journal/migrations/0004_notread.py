from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_nodes'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('follower', models.CharField(max_length=32)),
                ('position', models.BigIntegerField()),
                ('key', models.CharField(max_length=80)),
                ('reason', models.CharField(max_length=80)),
                ('at', models.BigIntegerField()),
            ],
            options={
                'ordering': ['position', 'follower'],
                'unique_together': {('follower', 'key')},
            },
        ),
    ]
